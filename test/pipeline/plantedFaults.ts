import { Random } from "../../src/numerics/random.ts";

export interface PlantedFault {
  readonly name: string;
  /** Key of the finding it leads to. */
  readonly finding: string;
  readonly csv: () => string;
  readonly columns?: Readonly<Record<string, unknown>>;
  readonly model: Readonly<Record<string, unknown>>;
  readonly report: Readonly<Record<string, unknown>>;
}

const privacy = { sections: ["privacy"], holdout: 0.25 };
const unprotected = { minCategoryCount: 1 };

/** A model with about a hidden state for every training row, of too many rows to be held back: it knows them by heart. */
const memorizer = {
  csv: () => combinations(1000),
  model: {
    type: "circuit",
    maxLatentStates: 500,
    validationShare: 0,
    epochs: 20,
    refine: false,
  },
  report: { sections: ["privacy"], holdout: 0.5 },
} as const;

const memorized = (name: string, finding: string): PlantedFault => ({ name, finding, ...memorizer });

/** Ways to spoil a table, each with the finding that has to name it. */
export const plantedFaults: readonly PlantedFault[] = [
  memorized("rows nearer to those of the training", "dcrShare"),
  memorized("fewer rows at a distance than chance leaves", "dcrOverfittingProtection"),
  memorized("rows that imitate one person", "nndr"),
  memorized("members that are recognized", "membershipInference"),
  memorized("halves of a record that are joined", "linkability"),
  memorized("attributes that are guessed", "attributeInference"),
  memorized("a model file that knows its rows", "modelLikelihood"),
  memorized("a model file that fills in its rows", "modelImputation"),
  {
    name: "people who are singled out by their town",
    finding: "singlingOut",
    csv: () => people(600, { rareTowns: 60 }),
    columns: { town: { type: "categorical", ...unprotected } },
    model: { type: "independent" },
    report: { sections: ["privacy"], holdout: 0.5 },
  },
  {
    name: "values of single people are let through",
    finding: "unprotected",
    csv: () => people(160),
    columns: { height: { type: "numerical", ...unprotected } },
    model: { type: "independent" },
    report: privacy,
  },
  {
    name: "privacy is not measured",
    finding: "privacy",
    csv: () => people(160),
    model: { type: "independent" },
    report: { sections: [], holdout: 0.25 },
  },
  {
    name: "no rows are held out",
    finding: "holdout",
    csv: () => people(160),
    model: { type: "independent" },
    report: { sections: ["privacy"], holdout: 0 },
  },
  {
    name: "copies that nothing can be compared with",
    finding: "exactCopies",
    csv: () => answers(200),
    model: { type: "independent" },
    report: { sections: ["privacy"], holdout: 0 },
  },
  {
    name: "a town of one person",
    finding: "rareCategories",
    csv: () => people(160, { rareTowns: 1 }),
    columns: { town: { type: "categorical", ...unprotected } },
    model: { type: "independent" },
    report: privacy,
  },
  {
    name: "many towns of one person",
    finding: "rareCategories",
    csv: () => people(240, { rareTowns: 40 }),
    columns: { town: { type: "categorical", ...unprotected } },
    model: { type: "independent" },
    report: privacy,
  },
  {
    name: "quasi-identifiers that no longer belong together",
    finding: "reidentificationRisk",
    csv: () => regions(800),
    model: { type: "independent" },
    report: { ...privacy, quasiIdentifiers: ["region", "district", "code"] },
  },
  {
    name: "a diagnosis that the other columns give away",
    finding: "disclosureProtection",
    csv: () => patients(240),
    columns: { diagnosis: { role: "sensitive" } },
    model: { type: "circuit" },
    report: { sections: ["privacy"], holdout: 0 },
  },
  {
    name: "free text that is left out without saying so",
    finding: "diagnostic",
    csv: () => comments(160),
    columns: { remark: { type: "text" } },
    model: { type: "independent" },
    report: { sections: [], holdout: 0 },
  },
  {
    name: "columns that lost each other",
    finding: "fidelity",
    csv: () => incomes(400),
    model: { type: "independent" },
    report: { sections: ["fidelity"], holdout: 0.25 },
  },
  {
    name: "a target that can no longer be predicted",
    finding: "utility",
    csv: () => customers(320),
    columns: { churn: { role: "target" } },
    model: { type: "independent" },
    report: { sections: ["utility"], holdout: 0.25 },
  },
];

function table(
  head: string,
  rows: number,
  seed: number,
  line: (random: Random, row: number) => string,
): string {
  const random = new Random(seed);
  return `${[head, ...Array.from({ length: rows }, (_, i) => line(random, i))].join("\n")}\n`;
}

function combinations(rows: number): string {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  return table(names.join(","), rows, 8, (random) =>
    names.map(() => `v${Math.floor(10 * random.uniform() ** 2)}`).join(","),
  );
}

function people(rows: number, { rareTowns = 0 } = {}): string {
  return table("town,age,height", rows, 1, (random, i) => {
    const town = i < rareTowns ? `Hamlet ${i}` : ["Aachen", "Bonn", "Celle"][random.below(3)];
    return `${town},${18 + random.below(60)},${150 + random.below(50)}`;
  });
}

function answers(rows: number): string {
  return table("a,b", rows, 2, (random) => `${"xyz"[random.below(3)]},${"pq"[random.below(2)]}`);
}

function regions(rows: number): string {
  return table("region,district,code", rows, 3, (random) => {
    const region = random.below(4);
    const own = random.below(20) > 0;
    const district = own ? region : random.below(4);
    return `R${region},D${district},C${random.below(20) > 0 ? district : random.below(4)}`;
  });
}

function patients(rows: number): string {
  return table("ward,drug,diagnosis", rows, 4, (random) => {
    const ward = random.below(4);
    return `W${ward},M${ward * 2 + random.below(2)},${["flu", "fracture", "asthma", "burn"][ward]}`;
  });
}

function comments(rows: number): string {
  return table(
    "grade,remark",
    rows,
    5,
    (random, i) => `${"ABC"[random.below(3)]},note number ${i} about ${random.below(9999)}`,
  );
}

function customers(rows: number): string {
  return table("contract,months,churn", rows, 6, (random) => {
    const monthly = random.below(2) === 0;
    const months = 1 + random.below(48);
    const churn = random.uniform() < (monthly && months < 24 ? 0.9 : 0.1);
    return `${monthly ? "monthly" : "yearly"},${months},${churn ? "yes" : "no"}`;
  });
}

function incomes(rows: number): string {
  return table("income,wealth", rows, 7, (random) => {
    const income = Math.round(20_000 * Math.exp(1.2 * random.normal()));
    return `${income},${Math.round(income * (2 + 5 * random.uniform()))}`;
  });
}
