import { resolve } from "node:path";
import { z } from "zod";
import { productPage } from "../../editor/productPage.ts";
import { ratingOf, type TableFeedback } from "../../product/feedback/tableFeedback.ts";
import { boardThemes } from "../../product/html/boardStyle.ts";
import { ServiceProblem } from "../../service/problem.ts";
import { whoOf } from "../access.ts";
import { problems } from "../schemas.ts";
import type { Routes } from "./route.ts";

/** The board of the product file that the server was started with. */
export const productRoutes: Routes = (app, { settings, light }) => {
  app.get(
    "/v1/product",
    {
      schema: {
        summary: "Show the board of the server's product file as a page",
        description: "HTML without scripts, built at each request from the file and the newest reports.",
        tags: ["product"],
        produces: ["text/html"],
        querystring: z.object({
          theme: z
            .enum(boardThemes)
            .optional()
            .meta({ description: "Colors of the page; those of the system without it." }),
        }),
        response: problems(404),
      },
    },
    async (request, reply) => {
      whoOf(request);
      if (settings.PRODUCT === undefined)
        throw new ServiceProblem("not-found", "this server was started without a product file");
      const file = resolve(settings.PRODUCT);
      const page = await productPage(file, {
        today: new Date().toISOString().slice(0, 10),
        theme: request.query.theme,
        readRating: async ({ id }) => {
          const [found] = (await light.run({
            name: "feedback",
            input: { file, table: id },
          })) as TableFeedback[];
          return ratingOf(found!);
        },
      });
      return await reply.type("text/html; charset=utf-8").send(page as never);
    },
  );
};
