import { validate as atTin } from "stdnum/lib/cjs/at/tin.js";
import { validate as atVnr } from "stdnum/lib/cjs/at/vnr.js";
import { validate as auTfn } from "stdnum/lib/cjs/au/tfn.js";
import { validate as beBis } from "stdnum/lib/cjs/be/bis.js";
import { validate as beInsz } from "stdnum/lib/cjs/be/insz.js";
import { validate as beNn } from "stdnum/lib/cjs/be/nn.js";
import { validate as bgEgn } from "stdnum/lib/cjs/bg/egn.js";
import { validate as brCpf } from "stdnum/lib/cjs/br/cpf.js";
import { validate as caSin } from "stdnum/lib/cjs/ca/sin.js";
import { validate as chSsn } from "stdnum/lib/cjs/ch/ssn.js";
import { validate as clRut } from "stdnum/lib/cjs/cl/rut.js";
import { validate as cnRic } from "stdnum/lib/cjs/cn/ric.js";
import { validate as czRc } from "stdnum/lib/cjs/cz/rc.js";
import { validate as deIdnr } from "stdnum/lib/cjs/de/idnr.js";
import { validate as dePassport } from "stdnum/lib/cjs/de/passport.js";
import { validate as deSvnr } from "stdnum/lib/cjs/de/svnr.js";
import { validate as dkCpr } from "stdnum/lib/cjs/dk/cpr.js";
import { validate as eeIk } from "stdnum/lib/cjs/ee/ik.js";
import { validate as esDni } from "stdnum/lib/cjs/es/dni.js";
import { validate as esNie } from "stdnum/lib/cjs/es/nie.js";
import { validate as esNss } from "stdnum/lib/cjs/es/nss.js";
import { validate as fiHetu } from "stdnum/lib/cjs/fi/hetu.js";
import { validate as frNif } from "stdnum/lib/cjs/fr/nif.js";
import { validate as frNir } from "stdnum/lib/cjs/fr/nir.js";
import { validate as gbNino } from "stdnum/lib/cjs/gb/nino.js";
import { validate as gbUtr } from "stdnum/lib/cjs/gb/utr.js";
import { validate as grAmka } from "stdnum/lib/cjs/gr/amka.js";
import { validate as hrOib } from "stdnum/lib/cjs/hr/oib.js";
import { validate as iePps } from "stdnum/lib/cjs/ie/pps.js";
import { validate as inAadhaar } from "stdnum/lib/cjs/in/aadhaar.js";
import { validate as inPan } from "stdnum/lib/cjs/in/pan.js";
import { validate as itCodicefiscale } from "stdnum/lib/cjs/it/codicefiscale.js";
import { validate as krRrn } from "stdnum/lib/cjs/kr/rrn.js";
import { validate as ltAsmens } from "stdnum/lib/cjs/lt/asmens.js";
import { validate as mxCurp } from "stdnum/lib/cjs/mx/curp.js";
import { validate as mxRfc } from "stdnum/lib/cjs/mx/rfc.js";
import { validate as nlBsn } from "stdnum/lib/cjs/nl/bsn.js";
import { validate as noFodselsnummer } from "stdnum/lib/cjs/no/fodselsnummer.js";
import { validate as plNip } from "stdnum/lib/cjs/pl/nip.js";
import { validate as plPesel } from "stdnum/lib/cjs/pl/pesel.js";
import { validate as ptCc } from "stdnum/lib/cjs/pt/cc.js";
import { validate as ptNif } from "stdnum/lib/cjs/pt/nif.js";
import { validate as roCnp } from "stdnum/lib/cjs/ro/cnp.js";
import { validate as sePersonnummer } from "stdnum/lib/cjs/se/personnummer.js";
import { validate as siEmso } from "stdnum/lib/cjs/si/emso.js";
import { validate as skRc } from "stdnum/lib/cjs/sk/rc.js";
import { validate as trTckimlik } from "stdnum/lib/cjs/tr/tckimlik.js";
import { validate as usSsn } from "stdnum/lib/cjs/us/ssn.js";
import { validate as zaIdnr } from "stdnum/lib/cjs/za/idnr.js";

/** What a number of a person is. */
export type PersonNumber = "nationalId" | "taxId" | "passport" | "healthId";

type Validate = (value: string) => { readonly isValid?: boolean };

/** Numbers of persons by country: key, what it is, check of its digits. Each is a file of the library: all of them take 50 ms to load. */
export const personNumbers: readonly (readonly [key: string, type: PersonNumber, validate: Validate])[] = [
  ["AT vnr", "nationalId", atVnr],
  ["AT tin", "taxId", atTin],
  ["AU tfn", "taxId", auTfn],
  ["BE nn", "nationalId", beNn],
  ["BE insz", "nationalId", beInsz],
  ["BE bis", "nationalId", beBis],
  ["BG egn", "nationalId", bgEgn],
  ["BR cpf", "nationalId", brCpf],
  ["CA sin", "nationalId", caSin],
  ["CH ssn", "nationalId", chSsn],
  ["CL rut", "nationalId", clRut],
  ["CN ric", "nationalId", cnRic],
  ["CZ rc", "nationalId", czRc],
  ["DE idnr", "taxId", deIdnr],
  ["DE svnr", "nationalId", deSvnr],
  ["DE passport", "passport", dePassport],
  ["DK cpr", "nationalId", dkCpr],
  ["EE ik", "nationalId", eeIk],
  ["ES dni", "nationalId", esDni],
  ["ES nie", "nationalId", esNie],
  ["ES nss", "healthId", esNss],
  ["FI hetu", "nationalId", fiHetu],
  ["FR nir", "nationalId", frNir],
  ["FR nif", "taxId", frNif],
  ["GB nino", "nationalId", gbNino],
  ["GB utr", "taxId", gbUtr],
  ["GR amka", "nationalId", grAmka],
  ["HR oib", "nationalId", hrOib],
  ["IE pps", "nationalId", iePps],
  ["IN aadhaar", "nationalId", inAadhaar],
  ["IN pan", "taxId", inPan],
  ["IT codicefiscale", "nationalId", itCodicefiscale],
  ["KR rrn", "nationalId", krRrn],
  ["LT asmens", "nationalId", ltAsmens],
  ["MX curp", "nationalId", mxCurp],
  ["MX rfc", "taxId", mxRfc],
  ["NL bsn", "nationalId", nlBsn],
  ["NO fodselsnummer", "nationalId", noFodselsnummer],
  ["PL pesel", "nationalId", plPesel],
  ["PL nip", "taxId", plNip],
  ["PT cc", "nationalId", ptCc],
  ["PT nif", "taxId", ptNif],
  ["RO cnp", "nationalId", roCnp],
  ["SE personnummer", "nationalId", sePersonnummer],
  ["SI emso", "nationalId", siEmso],
  ["SK rc", "nationalId", skRc],
  ["TR tckimlik", "nationalId", trTckimlik],
  ["US ssn", "nationalId", usSsn],
  ["ZA idnr", "nationalId", zaIdnr],
];
