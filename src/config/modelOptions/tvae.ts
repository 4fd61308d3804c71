import "../jitless.ts";
import { z } from "zod";
import { layers, real, whole } from "./fields.ts";

export const tvaeOptions = z
  .strictObject({
    type: z.literal("tvae"),
    embeddingDim: whole(1, 4096, 128, "Length of the latent vector (paper: 128)."),
    compressDims: layers([128, 128], "Sizes of the encoder's hidden layers."),
    decompressDims: layers([128, 128], "Sizes of the decoder's hidden layers."),
    learningRate: real(1e-7, 1, 1e-3, "Adam learning rate (paper: 0.001)."),
    l2scale: real(0, 1, 1e-5, "Weight decay (L2) of encoder and decoder."),
    batchSize: whole(1, 100_000, 500, "Rows per training step."),
    epochs: whole(1, 100_000, 300, "Passes over the data."),
    lossFactor: real(
      1e-3,
      1000,
      2,
      "Weight of the reconstruction error against the Kullback–Leibler term (reference: 2).",
    ),
  })
  .meta({
    title: "tvae",
    description:
      "TVAE: a variational auto-encoder for tables, from the CTGAN paper (Xu et al., NeurIPS 2019, section 4.5).",
  });

export type TvaeOptions = z.output<typeof tvaeOptions>;
