import { Command } from "commander";
import { addFeature, moveFeature, setFeature } from "../../../product/editProduct.ts";
import { idFor } from "../../../product/page/featureId.ts";
import { openProduct } from "../../productFile.ts";
import { type EditFlags, fileArgument, save, today } from "./save.ts";

export function addCommand(): Command {
  return new Command("add")
    .description("add a feature; its id is made from the title")
    .argument("<title>", "what people call it")
    .option("--file <file>", fileArgument)
    .option("--moscow <group>", "must, should, could or wont")
    .option("--phase <id>", "the phase it belongs to")
    .option("--dry-run", "print the file instead of writing it")
    .action(
      async (title: string, flags: EditFlags & { readonly moscow?: string; readonly phase?: string }) => {
        const opened = await openProduct(flags.file);
        const id = idFor(title, new Set(opened.product.features.map((feature) => feature.id)));
        const feature = {
          id,
          title,
          ...(flags.moscow === undefined ? {} : { moscow: flags.moscow }),
          ...(flags.phase === undefined ? {} : { phase: flags.phase }),
          status: "idea",
          added: today(),
        };
        await save(opened, addFeature(opened.text, opened.product, feature), flags);
        if (!flags.dryRun) process.stdout.write(`${id}\n`);
      },
    );
}

export function setCommand(): Command {
  return new Command("set")
    .description(
      "set keys of a feature: title moscow phase status why needs data reach impact confidence effort …",
    )
    .argument("<id>", "the feature")
    .argument("<key=value...>", "for example moscow=must effort=0.5; an empty value removes the key")
    .option("--file <file>", fileArgument)
    .option("--dry-run", "print the file instead of writing it")
    .action(async (id: string, assignments: string[], flags: EditFlags) => {
      const opened = await openProduct(flags.file);
      const text = setFeature(opened.text, opened.product, id, { assignments, today: today() });
      await save(opened, text, flags);
    });
}

export function moveCommand(): Command {
  return new Command("move")
    .description("move a feature, with its comments, before another one: the order by hand")
    .argument("<id>", "the feature")
    .requiredOption("--before <id>", "the feature it goes before")
    .option("--file <file>", fileArgument)
    .option("--dry-run", "print the file instead of writing it")
    .action(async (id: string, flags: EditFlags & { readonly before: string }) => {
      const opened = await openProduct(flags.file);
      await save(opened, moveFeature(opened.text, opened.product, id, flags.before), flags);
    });
}
