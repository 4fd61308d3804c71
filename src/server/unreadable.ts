import type { Socket } from "node:net";
import { own } from "../jsonc/own.ts";
import { type ProblemCode, ServiceProblem } from "../service/problem.ts";

const details: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ["too-slow", "headers have 15 seconds to arrive; send it again"],
  HPE_INVALID_EOF_STATE: ["bad-length", "it ended before its Content-Length; send it again"],
  HPE_HEADER_OVERFLOW: ["bad-request", "its headers are too long; send fewer or shorter ones"],
};

/** Answers what is no HTTP with a problem, too, and closes the connection: there is no request that a route could answer. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [code, detail] = own(details, error.code ?? "") ?? ["bad-request", "it is no valid HTTP/1.1 request"];
  const { status, title } = new ServiceProblem(code, detail);
  const body = JSON.stringify({ type: `/problems/${code}`, title, status, detail, code });
  const reason = status === 408 ? "Request Timeout" : "Bad Request";
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
