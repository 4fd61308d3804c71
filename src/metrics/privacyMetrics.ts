import type { Explained } from "../protocol/metric.ts";
import type { AttackRisk, Privacy } from "../protocol/report.ts";
import {
  decidingInterval,
  type MeasuredReport,
  type MetricCard,
  measuredReading,
  metricCard,
  metricReading,
  type Reading,
  reading,
  riskReading,
} from "./metricCard.ts";

/** Reads a part of the privacy section; nothing where the section is missing. */
const of =
  (read: (privacy: Privacy) => Reading) =>
  ({ privacy }: MeasuredReport): Reading =>
    privacy ? read(privacy) : reading({});

export const privacyMetrics = {
  exactCopies: metricCard({
    section: "privacy",
    title: "Exact copies",
    description: "Share of synthetic rows equal to a training row",
    place: "privacy.exactCopies.share",
    goal: "low",
    format: "share",
    usualBound: { max: 0 },
    keyFigure: true,
    compared: { title: "Exact copies", hint: "share of synthetic rows equal to a training row", digits: 4 },
    read: of(({ exactCopies: { share, ceiling, status, meaning } }) =>
      reading({ value: share, ceiling, status, meaning }),
    ),
  }),
  dcrShare: metricCard({
    section: "privacy",
    title: "DCR share",
    description: "Share of synthetic rows nearer to training than to holdout rows, 0.5 best",
    place: "privacy.dcrShare.value",
    goal: "chance",
    usualBound: { max: 0.55 },
    needsHoldout: true,
    keyFigure: true,
    compared: {
      title: "DCR share",
      hint: "synthetic rows nearer to training than to held-out rows; 0.5 is best",
      digits: 3,
    },
    read: of(({ dcrShare }) => {
      if (dcrShare === null) return reading({});
      const interval = decidingInterval(dcrShare.value, dcrShare.interval);
      return reading({ ...dcrShare, best: 0.5, interval });
    }),
  }),
  dcrOverfittingProtection: metricCard({
    section: "privacy",
    title: "DCR overfitting protection",
    description:
      "SDMetrics' DCROverfittingProtection: 1 where synthetic rows are no nearer to training than to holdout rows",
    place: "privacy.dcrOverfittingProtection.value",
    needsHoldout: true,
    read: of(({ dcrOverfittingProtection }) => metricReading(dcrOverfittingProtection)),
  }),
  dcrBaselineProtection: metricCard({
    section: "privacy",
    title: "DCR baseline protection",
    description:
      "SDMetrics' DCRBaselineProtection: distance to the training rows, beside that of random rows",
    place: "privacy.dcrBaselineProtection.value",
    read: of(({ dcrBaselineProtection }) => metricReading(dcrBaselineProtection)),
  }),
  nndr: metricCard({
    section: "privacy",
    title: "Nearest-neighbor distance ratio",
    description:
      "Distance to the nearest over that to the second-nearest training row; near 0 where a row imitates one person",
    place: "privacy.nndr.value",
    read: of(({ nndr }) => metricReading(nndr)),
  }),
  membershipInference: metricCard({
    section: "privacy",
    title: "Membership inference AUC",
    description: "AUC of the strongest membership attack, 0.5 best",
    place: "privacy.membershipInference.auc",
    goal: "chance",
    usualBound: { max: 0.6 },
    needsHoldout: true,
    keyFigure: true,
    compared: { title: "Membership AUC", hint: "0.5 is best", digits: 3 },
    read: of(({ membershipInference: found }) => {
      if (found === null) return reading({});
      const { auc, aucInterval, status, meaning } = found;
      return reading({
        value: auc,
        best: 0.5,
        interval: decidingInterval(auc, aucInterval),
        status,
        meaning,
      });
    }),
  }),
  membershipInferenceTpr: metricCard({
    section: "privacy",
    title: "Members found at 1 % false alarms",
    description:
      "Share of training rows that the strongest membership attack finds at 1 % false alarms, 0.01 best",
    place: "privacy.membershipInference.tprAt1Fpr",
    goal: "low",
    format: "share",
    needsHoldout: true,
    // its status is that of the AUC, beside which it stands
    read: of(({ membershipInference: found }) =>
      reading({ value: found?.tprAt1Fpr, best: 0.01, interval: found?.tprInterval }),
    ),
  }),
  singlingOut: metricCard({
    section: "privacy",
    title: "Singling-out risk",
    description: "Residual risk of singling out a person, the worse of one and several columns",
    place: "privacy.singlingOut",
    goal: "low",
    format: "share",
    needsHoldout: true,
    keyFigure: true,
    read: of(({ singlingOut }) => {
      if (singlingOut === null) return reading({});
      return worseRisk(singlingOut.univariate, singlingOut.multivariate);
    }),
  }),
  linkability: metricCard({
    section: "privacy",
    title: "Linkability risk",
    description: "Residual risk of linking records",
    place: "privacy.linkability.risk",
    goal: "low",
    format: "share",
    needsHoldout: true,
    keyFigure: true,
    read: of(({ linkability }) => riskReading(linkability)),
  }),
  attributeInference: metricCard({
    section: "privacy",
    title: "Attribute inference risk",
    description: "Residual risk of inferring an attribute, worst column",
    place: "privacy.attributeInference.worst.risk",
    goal: "low",
    format: "share",
    needsHoldout: true,
    keyFigure: true,
    read: of(({ attributeInference: found }) => {
      const column = found?.columns.find(({ meaning }) => meaning === found.worst.meaning)?.column;
      return riskReading(found?.worst, column);
    }),
  }),
  disclosureProtection: metricCard({
    section: "privacy",
    title: "Disclosure protection",
    description: "SDMetrics' DisclosureProtection, worst sensitive column",
    place: "privacy.disclosureProtection[].value",
    needs: "sensitive",
    read: of(({ disclosureProtection: columns }) => {
      const values = columns.flatMap(({ value }) => (value === null ? [] : [value]));
      if (columns.length === 0) return reading({});
      const { status, meaning, of: about } = severest(columns.map((c) => ({ ...c, of: c.column })));
      return reading({ value: values.length === 0 ? null : Math.min(...values), status, meaning, about });
    }),
  }),
  rareCategories: metricCard({
    section: "privacy",
    title: "Rare categories leaked",
    description: "Number of categories of fewer than 5 training rows that the synthetic table has",
    place: "privacy.rareCategories.leaked",
    goal: "low",
    format: "count",
    usualBound: { max: 0 },
    keyFigure: true,
    read: of(({ rareCategories: { leaked, status, meaning } }) =>
      reading({ value: leaked, best: 0, status, meaning }),
    ),
  }),
  identifiersLeaked: metricCard({
    section: "privacy",
    title: "Identifiers leaked",
    description:
      "Number of synthetic rows that hold an identifier of the real table: an e-mail address, a phone, account or identity number, an id, or a full name with its date of birth",
    place: "measures.identifiersLeaked.value",
    goal: "low",
    format: "count",
    usualBound: { max: 0 },
    keyFigure: true,
    read: (report) => ({ ...measuredReading("identifiersLeaked")(report), best: 0 }),
  }),
  modelLikelihood: metricCard({
    section: "privacy",
    title: "Model file, likelihood attack AUC",
    description:
      "AUC of an attack on the model file that counts more likely rows as training rows, 0.5 best; for models that know likelihoods",
    place: "measures.modelLikelihood.value",
    goal: "chance",
    usualBound: { max: 0.6 },
    needsHoldout: true,
    keyFigure: true,
    read: (report) => ({ ...measuredReading("modelLikelihood")(report), best: 0.5 }),
  }),
  modelImputation: metricCard({
    section: "privacy",
    title: "Model file, imputation attack risk",
    description:
      "Residual risk that the model file fills in a hidden cell of a training row better than one of a row it never saw",
    place: "measures.modelImputation.value",
    goal: "low",
    format: "share",
    needsHoldout: true,
    read: (report) => ({ ...measuredReading("modelImputation")(report), best: 0 }),
  }),
  reidentificationRisk: metricCard({
    section: "privacy",
    title: "Re-identification risk",
    description: "Prosecutor's re-identification risk of the synthetic table",
    place: "privacy.kAnonymity.synthetic.reidentificationRisk",
    goal: "low",
    format: "share",
    needs: "quasiIdentifiers",
    read: of(({ kAnonymity: found }) => {
      if (found === null) return reading({});
      const { synthetic, real, quasiIdentifiers, status, meaning } = found;
      return reading({
        value: synthetic.reidentificationRisk,
        best: real.reidentificationRisk,
        status,
        meaning,
        about: quasiIdentifiers.join(", "),
      });
    }),
  }),
} as const satisfies Readonly<Record<string, MetricCard>>;

const severity = { good: 0, watch: 1, bad: 2 } as const satisfies Record<Explained["status"], number>;

type Found = Explained & { readonly of: string };

function severest(found: readonly Found[]): Found {
  return found.reduce((a, b) => (severity[b.status] > severity[a.status] ? b : a));
}

/** The larger risk, with the status and the sentence of the more severe one. */
function worseRisk(univariate: AttackRisk, multivariate: AttackRisk): Reading {
  const [larger, other] =
    univariate.risk > multivariate.risk ? [univariate, multivariate] : [multivariate, univariate];
  const named = (risk: AttackRisk): Found => ({
    ...risk,
    of: risk === univariate ? "one column" : "several columns",
  });
  const { status, meaning, of } = severest([named(larger), named(other)]);
  return { ...riskReading(larger), status, meaning, about: of };
}
