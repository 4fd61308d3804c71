import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { expect, it } from "vitest";
import { scratchFolder } from "../../cli/runCli.ts";

const folder = scratchFolder();

const persons = Array.from({ length: 40 }, (_, i) => ({
  name: `${["Ada", "Ben", "Clara", "Dora"][i % 4]!} Vogt${String.fromCharCode(97 + (i % 26))}${i}`,
  email: `person${i}@vogt-mail.example`,
  phone: `+49 170 55${String(10_000 + 137 * i)}`,
}));

it("an assistant is not told what persons have, though many rows share it", async () => {
  const lines = Array.from({ length: 480 }, (_, i) => {
    const { name, email, phone } = persons[i % 40]!;
    return [i + 1, name, email, phone, ["web", "shop"][i % 2], 10 + (i % 37)].join(",");
  });
  writeFileSync(
    join(folder, "orders.csv"),
    `order_no,customer_name,email,phone,channel,amount\n${lines.join("\n")}\n`,
  );
  const client = new Client({ name: "test", version: "1" });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [resolve("dist/cli.cjs"), "mcp", "--root", folder],
      cwd: folder,
    }),
  );
  try {
    const answers = [
      await client.callTool({ name: "profile_table", arguments: { data: "orders.csv" } }),
      await client.callTool({ name: "find_personal_data", arguments: { data: "orders.csv" } }),
      await client.callTool({ name: "find_rules", arguments: { data: "orders.csv" } }),
      await client.callTool({ name: "create_config", arguments: { data: "orders.csv" } }),
    ].map((answer) => JSON.stringify(answer));
    for (const text of answers) {
      expect(text).not.toContain('"isError":true');
      expect(persons.flatMap((person) => Object.values(person)).filter((v) => text.includes(v))).toEqual([]);
    }
    expect(answers[1]).toContain("email");
    expect(answers[3]).toContain("orders.synth.json");
  } finally {
    await client.close();
  }
});
