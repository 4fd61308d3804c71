import type { Grouping } from "../../../src/product/page/boardModel.ts";
import type { Moscow, Status } from "../../../src/product/words.ts";
import type { BoardContext } from "../context.ts";

/** What people call a column. */
export function columnName({ t, model }: BoardContext, by: Grouping, key: string | null): string {
  if (by === "moscow") return key === null ? t("moscow.none") : t(`moscow.${key as Moscow}`);
  if (by === "status") return t(`status.${(key ?? "idea") as Status}`);
  if (key === null) return t("phase.none");
  return model.rest.phases.find(({ id }) => id === key)?.title ?? key;
}

/** What a feature of a column has. */
export function groupOf(by: Grouping, key: string | null): Partial<Record<Grouping, string>> {
  return key === null ? {} : { [by]: key };
}
