/**
 * All that a script needs to answer Voice Secretary: a small web server, the event that came in, and a Request that builds
 * the reply. No packages.
 *
 *     import { serve } from './voice_secretary.mjs';
 *     serve(9001, (event, reply) => reply.setIvrSayText('Hello', 'en').setHangup());
 *
 * With VOICE_SECRETARY_SECRET in the environment, requests whose signature does not match are refused.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const LARGEST_BODY = 64 * 1024;

export class Request {
  #options = {};

  /** Plays a sound by its id. */
  setIvrPlay(id) {
    return this.#set({ ivr_play: id });
  }

  /** Says a free text (an extension of Voice Secretary). */
  setIvrSayText(text, language) {
    return this.#set({ ivr_saytext: text, language });
  }

  /** Says a phrase of the numbered list, docs/phrases.md. */
  setIvrSayPopular(number, language) {
    return this.#set({ ivr_saypopular: number, language });
  }

  /** Reads digits one by one; a string, so that zeros in front stay. */
  setIvrSayDigits(digits, language) {
    return this.#set({ ivr_saydigits: String(digits), language });
  }

  /** Says a number as a whole: 42 is "forty-two"; decimals as a string. */
  setIvrSayNumber(number, language) {
    return this.#set({ ivr_saynumber: number, language });
  }

  /** Waits for keys. name comes back with them; fallback is what happens when nothing is pressed and you say nothing. */
  setWaitDtmf(timeout, attempts, maxdigits, name, fallback = null) {
    return this.#set({ wait_dtmf: { timeout, attempts, maxdigits, name, default: fallback } });
  }

  /** Hands the call over: an extension ("100"), a scenario ("0-1"), a menu ("0-main") or "blacklist". */
  setRedirect(target, returnTimeout = 0) {
    return this.#set({ redirect: target, return_timeout: returnTimeout });
  }

  /** Shows this name on the phone of whoever is called. */
  setCallerName(name) {
    return this.#set({ caller_name: name });
  }

  /** Ends the call, after all that is said in this reply. */
  setHangup() {
    return this.#set({ hangup: 1 });
  }

  json() {
    return JSON.stringify(this.#options);
  }

  #set(options) {
    Object.assign(this.#options, options);
    return this;
  }
}

/** What the caller typed at the step called name, or undefined if this event is not about that step. */
export function digits(event, name) {
  return event['wait_dtmf[name]'] === name ? (event['wait_dtmf[digits]'] ?? '') : undefined;
}

/** Serves the script on 127.0.0.1:port (PORT in the environment wins) and says where. */
export function serve(port, script, secret = process.env.VOICE_SECRETARY_SECRET ?? '') {
  const server = createServer(async (request, response) => {
    const echo = new URL(request.url, 'http://localhost').searchParams.get('zd_echo');
    if (echo !== null) {
      return response.end(echo);
    }
    const body = await read(request);
    const event = Object.fromEntries(new URLSearchParams(body ?? ''));
    if (body === undefined || !signatureMatches(event, request.headers.signature, secret)) {
      response.statusCode = body === undefined ? 413 : 403;
      return response.end(body === undefined ? 'too long' : 'wrong signature');
    }
    const reply = new Request();
    await script(event, reply);
    response.setHeader('Content-Type', 'application/json');
    response.end(reply.json());
  });
  server.listen(Number(process.env.PORT ?? port), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}/`);
  });
  return server;
}

async function read(request) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > LARGEST_BODY) return undefined;
  }
  return body;
}

function signatureMatches(event, signature = '', secret) {
  if (secret === '') return true;
  const signed = (event.caller_id ?? '') + (event.called_did ?? '') + (event.call_start ?? '');
  const hex = createHmac('sha1', secret).update(signed).digest('hex');
  const expected = Buffer.from(Buffer.from(hex).toString('base64'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
