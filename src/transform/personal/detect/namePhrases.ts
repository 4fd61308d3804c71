import type { PersonalType } from "../../../config/personal/personalTypes.ts";
import { findPhrase } from "./columnWords.ts";

/** What columns of each type are called in English, German, French, Spanish, Italian, Portuguese, Dutch and Polish. */
const phrases: Partial<Record<PersonalType, string>> = {
  firstName:
    "first name|firstname|fname|forename|given name|givenname|middle name|middlename|nickname|vorname|rufname|prenom|nombre de pila|primer nombre|nome proprio|primeiro nome|voornaam|imie|first|fst name|f name|first nm|firstnm|christian name|preferred name|nom usuel|prenoms|nombres|prenome|nome de batismo|roepnaam|pierwsze imie|imiona|drugie imie",
  lastName:
    "last name|lastname|lname|surname|family name|familyname|maiden name|nachname|familienname|zuname|geburtsname|nom de famille|nom|apellido|apellidos|primer apellido|segundo apellido|cognome|apelido|sobrenome|ultimo nome|achternaam|familienaam|nazwisko|last|l name|last nm|lastnm|birth name|second name|sur name|nom de naissance|nom usage|apellido paterno|apellido materno|ap paterno|ap materno|geboortenaam|nazwisko rodowe",
  fullName:
    "name|full name|fullname|user name|username|person|person name|customer name|client name|contact name|contact|patient|patient name|employee|employee name|author|author name|attorney|lawyer|judge|defendant|plaintiff|owner|owner name|teacher|professor|student|student name|doctor|physician|manager|agent|director|cardholder|account holder|beneficiary|recipient|sender|display name|kunde|kundenname|vollstandiger name|ansprechpartner|inhaber|empfanger|patientin|mitarbeiter|arzt|nom complet|nom prenom|nom client|nom du client|titulaire|client|nombre|nombre completo|nombre y apellidos|nombre cliente|titular|cliente|paciente|nome|nome completo|nome e cognome|nominativo|nome do cliente|intestatario|naam|volledige naam|klant|klantnaam|imie i nazwisko|klient|pacjent|pelne imie|contact person|responsible person|person in charge|principal|principal name|candidate|candidate name|player|player name|artist|member name|applicant name|student names|names|instructor|supervisor|advisor|coach|nurse|provider full name|sales rep|salesperson|sales person|rep name|passenger|guest name|driver name|rider|winner|nominee|signatory|ceo|registrant|registrant name|taxpayer name|assignee|reporter name|submitted by|created by|prepared by|approved by|reviewed by|sachbearbeiter|antragsteller|ansprechperson|schuler|lehrer|spieler|fahrer|gast|demandeur|eleve|joueur|salarie nom|vendedor|alumno|jugador|conductor|empleado nombre|dipendente|alunno|giocatore|referente|aluno|jogador|vendedor nome|leerling|speler|contactpersoon|pracownik imie|uczen|gracz|kierowca",
  email:
    "email|e mail|mail|email address|emailaddress|e mail address|mailadresse|courriel|adresse mail|adresse email|correo|correo electronico|posta elettronica|indirizzo email|endereco de email|emailadres|adres email|poczta|mail id|email id|e mail id|email addr|primary email|work email|personal email|contact email|reply to|emails|mails|mail adresse|e mail adresse|electronic mail|correo e|dir correo|indirizzo mail|adresse electronique",
  userName:
    "username|user name|login|login name|userid name|screen name|nick|nickname|handle|twitter|benutzername|anmeldename|nutzername|identifiant|nom d utilisateur|pseudo|usuario|nombre de usuario|utente|nome utente|utilizador|gebruikersnaam|nazwa uzytkownika|user nm|usr name|uname|nick name|screenname|twitter handle|github username|account name|login id",
  phone:
    "phone|phone number|phonenumber|phone no|telephone|telephone number|tel|tel no|mobile|mobile number|mobile phone|cell|cell phone|cellphone|fax|fax number|contact number|whatsapp|telefon|telefonnummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|festnetz|rufnummer|portable|numero de telephone|telefono|movil|celular|numero de telefono|cellulare|numero di telefono|telefone|telemovel|telefoon|telefoonnummer|mobiel|gsm|komorka|numer telefonu|phones|ph|ph no|phone num|tel number|tel nr|tel num|primary phone|work phone|home phone|daytime phone|office phone|mobile no|contact no|cell number|phone cell|fax no|fax nr|tlf|telf|telefon nr|tel nummer|numer tel|nr telefonu|gsm nr|tel mobile|tel portable|tel fixe|telefono fijo|telefono movil|tel cel|fone|fones|telefone celular|tel celular|celular contato",
  street:
    "address|street|street address|address line|addr|home address|mailing address|street name|residence|location text|address info|adresse|strasse|str|anschrift|wohnanschrift|rue|voie|adresse postale|direccion|calle|domicilio|indirizzo|via|endereco|morada|rua|logradouro|adres|straat|straatnaam|ulica|adres zamieszkania|street addr|addr line|street line|street no name|physical address|site address|billing address|shipping address|delivery address|postal address|business address|mail address line|residential address|strasse nr|str nr|strasse hausnummer|hausanschrift|lieferadresse|rechnungsadresse|adresse ligne|adresse complete|numero et voie|calle y numero|direccion postal|via e numero|indirizzo residenza|endereco completo|straat en huisnummer|ulica i numer",
  houseNumber:
    "house number|house no|street number|building number|hausnummer|haus nr|hausnr|numero de rue|numero civico|numero da porta|huisnummer|numer domu|nr domu",
  postcode:
    "zip|zip code|zipcode|postcode|post code|postal code|postalcode|plz|postleitzahl|code postal|cp|codigo postal|cap|codice postale|cep|postcode|kod pocztowy|zip cd|zip plus|zipcd|zip postal|zip postal code|postal|postal cd|pcode|post nr|postnr|postnummer|cod postal|c p|c a p",
  city: "city|town|municipality|locality|suburb|stadt|ort|wohnort|gemeinde|ville|commune|ciudad|localidad|municipio|poblacion|citta|comune|cidade|concelho|stad|plaats|woonplaats|gemeente|miasto|miejscowosc|city name|city nm|town name|town city|city town|home city|birth city|birthplace|birth place|place of birth|village|geburtsort|stadtname|lieu de naissance|lugar de nacimiento|luogo di nascita|naturalidade|mun|nm mun|nome mun|nome municipio|geboorteplaats|miejsce urodzenia",
  region:
    "state|region|province|county|district|federal state|bundesland|kanton|landkreis|departement|provincia|comunidad autonoma|regione|estado|distrito|provincie|wojewodztwo|powiat|uf|sigla uf",
  country:
    "country|country code|nation|nationality|citizenship|land|staat|staatsangehorigkeit|nationalitat|pays|nationalite|pais|nacionalidad|paese|nazione|nazionalita|nacionalidade|nationaliteit|kraj|obywatelstwo",
  iban: "iban|account number|bank account|kontonummer|konto|bankverbindung|compte bancaire|cuenta bancaria|numero de cuenta|conto|conto corrente|conta bancaria|rekeningnummer|bankrekening|numer konta",
  bic: "bic|swift|swift code|bic code",
  paymentCard:
    "card|cards|card number|credit card|creditcard|credit card number|card no|cc number|pan|kreditkarte|karte|kartennummer|kreditkartennummer|carte bancaire|numero de carte|tarjeta|numero de tarjeta|carta|carta di credito|cartao|cartao de credito|creditcardnummer|kaart|kaartnummer|karta|numer karty",
  nationalId:
    "ssn|social security number|social security|national id|national id number|identity number|id card|id card number|nino|national insurance number|personal number|personalausweis|ausweisnummer|sozialversicherungsnummer|svnr|sv nummer|rentenversicherungsnummer|numero de securite sociale|nir|insee|dni|nie|nif|curp|codice fiscale|cpf|rg|cartao de cidadao|bsn|burgerservicenummer|rijksregisternummer|pesel|personnummer|fodselsnummer|hetu|cpr|cpr nummer|aadhaar|cedula|rut|rodne cislo|national insurance no|ssn no|ss number|soc sec no|nhs no|cnp|egn|steuer identifikationsnummer|num secu|num ss|numero de documento|num documento|numero documento|cod fiscale|nr pesel|bsn nummer|ni number",
  taxId:
    "tax id|tax number|tin|taxpayer id|vat id|vat number|tfn|ein|itin|steuernummer|steuer id|steueridentifikationsnummer|idnr|ust id|ustid|numero fiscal|spi|numero fiscale|partita iva|nipc|btw nummer|nip|vat no|vat nr|tax no|tax nr|tax code|ust idnr|ust nr|num tva|numero tva|tva|nif empresa|p iva|piva|nr nip",
  passport:
    "passport|passport number|passport no|driver license|drivers license|driving license|driving licence|dl number|license number|licence number|reisepass|passnummer|reisepassnummer|fuhrerschein|fuhrerscheinnummer|passeport|numero de passeport|permis de conduire|pasaporte|numero de pasaporte|passaporto|patente|passaporte|carta de conducao|paspoort|paspoortnummer|rijbewijs|paszport|numer paszportu|prawo jazdy",
  healthId:
    "mrn|medical record number|health record|health number|health insurance number|nhs number|medicare number|insurance number|medicare|krankenversicherungsnummer|versichertennummer|kvnr|fallnummer|numero de dossier|numero assure|tarjeta sanitaria|numero de historia clinica|tessera sanitaria|numero utente|zorgverzekeringsnummer|bsn zorg|numer ubezpieczenia",
  licensePlate:
    "license plate|licence plate|number plate|plate number|plate|vehicle registration|registration plate|vehicle tag|kennzeichen|kfz kennzeichen|autokennzeichen|immatriculation|plaque|plaque d immatriculation|matricula|placa|targa|kenteken|tablica|numer rejestracyjny|plate no|reg no plate|reg plate|license plate number|kfz kz|nummernschild|nr rejestracyjny",
  ip: "ip|ip address|ipaddress|ip addr|client ip|remote addr|ipv|ip adresse|adresse ip|direccion ip|indirizzo ip|endereco ip|ip adres|adres ip|ip adr|ip no|source ip|src ip|dst ip|host ip|remote ip|user ip|ip v",
  mac: "mac|mac address|macaddress|mac adresse|adresse mac",
  url: "url|uri|website|web site|homepage|web|link|href|slug|webseite|site web|sitio web|sito|strona|urls|link url|page url|image url|profile url|web address|website url|site url|photo url|img url|permalink|web site url|webpage|web page",
  birthDate:
    "date of birth|dob|birth date|birthdate|birthday|birth year|year of birth|yob|born|geburtsdatum|geburtstag|geburtsjahr|geboren|geb datum|date de naissance|naissance|annee de naissance|fecha de nacimiento|fecha nacimiento|nacimiento|data di nascita|nascita|data de nascimento|nascimento|geboortedatum|geboortejaar|data urodzenia|rok urodzenia|birth|birth dt|birthdt|birth dte|bdate|b day|bday|date birth|birth day|d o b|geb|geb dat|gebdat|gebdatum|geb jahr|gebjahr|ddn|date naiss|fec nac|fecha nac|f nacimiento|data nasc|dt nascimento|dt nasc|data nasc to|geb datum klant|dat urodz|data ur",
  age: "age|age years|age in years|alter|lebensalter|age ans|edad|eta|idade|leeftijd|wiek",
  gender:
    "gender|sex|geschlecht|sexe|genre|sexo|genero|sesso|genere|geslacht|plec|salutation|anrede|civilite|gender code|gender cd|sex code|sex cd|gndr|gender identity|sexe code|genero codigo|sesso codice|geschl|sx|sexo cod",
  ethnicity:
    "race|ethnicity|ethnic group|ethnic|ethnic origin|hispanic|ethnie|ethnische herkunft|origine ethnique|raza|etnia|raca|etniciteit|rasa|race ethnicity|ethnicity code|race code|ethnic category|race desc|ethnic code",
  religion:
    "religion|faith|denomination|konfession|confession|religione|religiao|godsdienst|geloof|wyznanie|religia|bekenntnis",
  language:
    "language|language preference|preferred language|spoken language|mother tongue|native language|script selection|sprache|muttersprache|langue|langue maternelle|idioma|lengua|lingua|taal|moedertaal|jezyk|primary language|home language|lang|language spoken|first language",
  occupation:
    "occupation|job|job title|profession|employment|position title|beruf|berufsbezeichnung|tatigkeit|metier|emploi|profesion|ocupacion|puesto|professione|occupazione|profissao|beroep|zawod|stanowisko|occupations|job role|job position|work title|employee title|position name|title of position|job description",
  position:
    "latitude|lat|longitude|lon|lng|long|lat long|latlong|lat lon|latlng|coordinates|coordinate|gps|gps position|geo|geolocation|geo location|breitengrad|langengrad|geokoordinaten|latitud|longitud|coordenadas|latitudine|longitudine|coordinate gps|coordinaten|szerokosc geograficzna|dlugosc geograficzna|geopoint|gps lat|gps lon|gps lng|gps latitude|gps longitude|y coord|x coord|latitude longitude|lat lng|latlon|geom|the geom|point location|lat deg|lon deg|geo lat|geo lon|geo point|decimal latitude|decimal longitude|start lat|start lng|end lat|end lng",
  deviceId:
    "device id|deviceid|device identifier|imei|imsi|idfa|gaid|advertising id|android id|iccid|udid|serial number|serial no|seriennummer|gerate id|gerateid|numero de serie|numero di serie|serienummer|numer seryjny|vin|chassis number|fahrgestellnummer",
  secret:
    "password|passwd|pwd|passwort|kennwort|mot de passe|contrasena|senha|palavra passe|wachtwoord|haslo|api key|apikey|secret|secret key|access token|auth token|refresh token|token|private key|client secret|pin code|passphrase|pass word|pass hash|password hash|pwd hash|auth key|access key|session token|session key",
  organization:
    "company|company name|organization|organisation|org|org name|organization name|employer|institution|agency|provider name|business name|firm|firma|firmenname|unternehmen|arbeitgeber|entreprise|societe|employeur|empresa|empleador|compania|azienda|societa|ditta|datore di lavoro|entidade|bedrijf|bedrijfsnaam|werkgever|przedsiebiorstwo|pracodawca|nazwa firmy|hospital name|school name|organisation name|organizations|institution name|business|company nm|comp name|companies|vendor name|supplier name|employer name|manufacturer name|agency name|dealer|publisher|sponsor|operator name|facility name|legal name|trade name|dba name|raison sociale|denominacion social|ragione sociale|razao social|university|college",
};

const idWords = "id|ids|uuid|guid|no|nr|number|num|nummer|numero|numer|code|ref|key|kennung";
const personWords =
  "customer|client|patient|person|personal|user|member|employee|staff|student|subscriber|guest|account|reporter|participant|subject|voter|donor|applicant|intake|provider|cardholder|kunden|kunde|patienten|mitarbeiter|personal|mitglieds|benutzer|utilisateur|salarie|cliente|paciente|empleado|usuario|utente|dipendente|paziente|funcionario|klant|medewerker|gebruiker|klient|pacjent|pracownik|uzytkownik";
const joined =
  "customerid|clientid|userid|patientid|memberid|employeeid|personid|kundennummer|kundennr|kundenid|patientennummer|personalnummer|mitgliedsnummer|mitarbeiternummer|klantnummer|matricola|nhs";
const recordTails =
  "id|ids|uuid|guid|sku|identifier|serial|asset tag|case number|order number|order no|invoice number|invoice no|bond number|model number|ticket number|reference|reference number|tracking number|rechnungsnummer|bestellnummer|auftragsnummer|artikelnummer|numero de commande|numero de facture|numero de pedido|numero ordine|ordernummer|factuurnummer|numer zamowienia";

/** Words that make a column speak about a value rather than hold it. */
const aboutWords = new Set(
  "is has have had can show hide hidden count counts total type kind status flag valid verified verify confirmed complete completed length score rate avg mean percent pct changed updated created modified quality precision format domain opt optin consent subscribed source enabled media per distance duration".split(
    " ",
  ),
);

/** Types whose values prove what the name says: `email_id` may hold addresses, `country_id` is an id. */
const readByValue: ReadonlySet<PersonalType> = new Set(["email", "phone", "ip", "mac", "iban", "url"]);

interface Entry {
  readonly type: PersonalType;
  readonly words: readonly string[];
}

const entries: readonly Entry[] = [
  ...Object.entries(phrases).flatMap(([type, text]) =>
    text.split("|").map((phrase) => ({ type: type as PersonalType, words: phrase.split(" ") })),
  ),
  ...joined.split("|").map((word) => ({ type: "customerId" as const, words: [word] })),
  ...personWords
    .split("|")
    .flatMap((person) =>
      idWords.split("|").map((id) => ({ type: "customerId" as const, words: [person, id] })),
    ),
  ...recordTails.split("|").map((phrase) => ({ type: "recordId" as const, words: phrase.split(" ") })),
];

const byFirstWord = new Map<string, Entry[]>();
for (const entry of entries) {
  const list = byFirstWord.get(entry.words[0]!);
  if (list === undefined) byFirstWord.set(entry.words[0]!, [entry]);
  else list.push(entry);
}

const placeScores = { whole: 1, end: 0.9, start: 0.65, inside: 0.6 } as const;

/** How strongly a column's words say each type, 0–1. The longest phrase wins over those inside it. */
export function nameEvidence(words: readonly string[]): Map<PersonalType, number> {
  const found = new Map<PersonalType, number>();
  const about = words.some((word) => aboutWords.has(word));
  const matches = words
    .flatMap((word) => byFirstWord.get(word) ?? [])
    .flatMap((entry) => {
      const place = findPhrase(words, entry.words);
      return place === null ? [] : [{ entry, place }];
    });
  const longest = (entry: Entry): boolean =>
    !matches.some(
      ({ entry: other }) =>
        other.type !== entry.type &&
        other.words.length > entry.words.length &&
        findPhrase(other.words, entry.words) !== null,
    );
  const isId = /^(?:id|ids|uuid|guid)$/.test(words.at(-1) ?? "");
  for (const { entry, place } of matches) {
    if (!longest(entry) || (isId && !readByValue.has(entry.type) && place !== "whole" && place !== "end"))
      continue;
    const score = placeScores[place] * (about ? 0.5 : 1);
    found.set(entry.type, Math.max(found.get(entry.type) ?? 0, score));
  }
  return found;
}

const vocabulary = new Set(entries.flatMap(({ words }) => words));

/** Whether the word is part of any phrase. */
export function isPhraseWord(word: string): boolean {
  return vocabulary.has(word);
}
