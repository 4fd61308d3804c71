import type { z } from "zod";
import { flag, layers, real, whole } from "./fields.ts";

/** Options CTGAN and CopulaGAN share; names and defaults of the reference implementation. */
export const ganFields = {
  embeddingDim: whole(
    1,
    4096,
    128,
    "Length of the random vector z the generator starts from (paper: |z| = 128).",
  ),
  generatorDim: layers([256, 256], "Sizes of the generator's residual layers (paper, section 4.4)."),
  discriminatorDim: layers([256, 256], "Sizes of the critic's layers (paper, section 4.4)."),
  generatorLr: real(1e-7, 1, 2e-4, "Adam learning rate of the generator."),
  generatorDecay: real(0, 1, 1e-6, "Adam weight decay (L2) of the generator."),
  discriminatorLr: real(1e-7, 1, 2e-4, "Adam learning rate of the critic."),
  discriminatorDecay: real(0, 1, 1e-6, "Adam weight decay (L2) of the critic."),
  batchSize: whole(2, 100_000, 500, "Rows per training step; even and a multiple of `pac`."),
  discriminatorSteps: whole(
    1,
    100,
    1,
    "Critic updates per generator update (WGAN paper: 5; the CTGAN reference uses 1).",
  ),
  logFrequency: flag(
    true,
    "Draw the conditions of training-by-sampling by log-frequency, so that rare categories are seen often enough (paper, section 4.3). Sampling always uses the true frequencies.",
  ),
  epochs: whole(1, 100_000, 300, "Passes over the data: each epoch has max(rows / batchSize, 1) steps."),
  pac: whole(
    1,
    100,
    10,
    "Rows the critic judges together, against mode collapse (PacGAN, Lin et al. 2018; paper: 10). 1 switches packing off.",
  ),
};

interface GanSizes {
  readonly batchSize: number;
  readonly pac: number;
}

/** The critic's batch is packed `pac` rows at a time, and halves of it are mixed: both must come out even. */
export function checkGanSizes(context: z.core.ParsePayload<GanSizes>): void {
  const { batchSize, pac } = context.value;
  const step = pac % 2 === 0 ? pac : 2 * pac;
  if (batchSize % step === 0) return;
  const nearest = Math.max(step, Math.round(batchSize / step) * step);
  context.issues.push({
    code: "custom",
    input: batchSize,
    path: ["batchSize"],
    message: `must be even and a multiple of pac (${pac}); ${nearest} would do`,
    params: { suggestion: nearest },
  });
}
