import "../jitless.ts";
import { z } from "zod";
import { autoOrReal, autoOrWhole, choice, flag, real, whole } from "./fields.ts";

export const argnOptions = z
  .strictObject({
    type: z.literal("argn"),
    size: choice(
      {
        S: "Small: 128 units, one residual layer. Fastest.",
        M: "Medium: 320 units, two residual layers.",
        L: "Large: 640 units, three residual layers. Slowest, for big tables.",
      },
      "M",
      "Width and depth of the network that all columns share.",
    ),
    epochs: whole(
      1,
      10_000,
      100,
      "Maximum number of passes over the data; training stops early on validation loss.",
    ),
    batchSize: autoOrWhole(8, 100_000, "Rows per training step; `auto` follows the number of rows."),
    learningRate: autoOrReal(
      1e-7,
      1,
      "AdamW learning rate; `auto` is 0.0005·√(batchSize / 32). Halved whenever the validation loss does not fall.",
    ),
    dropout: real(0, 0.9, 0.15, "Share of units dropped in training (TabularARGN: 0.25)."),
    validationShare: real(0.02, 0.5, 0.1, "Share of the training rows used to decide when to stop."),
    patience: whole(1, 1000, 5, "Epochs in a row without a lower validation loss before training stops."),
    anyOrder: flag(
      true,
      "Train on random column orders, so that any columns can be conditions (imputation, rebalancing).",
    ),
  })
  .meta({
    title: "argn",
    description:
      "An auto-regressive network after TabularARGN (Tiwald et al., “TabularARGN: A Flexible and Efficient Auto-Regressive Framework for Generating High-Fidelity Synthetic Data”, 2025).",
  });

export type ArgnOptions = z.output<typeof argnOptions>;
