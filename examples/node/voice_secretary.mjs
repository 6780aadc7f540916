/**
 * All that a script needs to answer Voice Secretary: a small web server, the event that came in, and a Request that builds
 * the reply. No packages.
 *
 *     import { serve } from './voice_secretary.mjs';
 *     serve(9021, (event, reply) => reply.setIvrSayText('Hello', 'en').setHangup());
 *
 * With VOICE_SECRETARY_SECRET in the environment, requests whose signature does not match are refused.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const LARGEST_BODY = 64 * 1024;
const NO_MULTIPART = 'multipart bodies are not read here: remove "body: multipart" from the webhook in account.yaml';

export class Request {
  #options = {};

  /** Plays a sound by its id. */
  setIvrPlay(id) {
    return this.#set('ivr_play', id);
  }

  /** Says a free text (an extension of Voice Secretary), in one of `voice-secretary say --list-voices` if you name it. */
  setIvrSayText(text, language, voice = '') {
    return this.#set('ivr_saytext', text, language).#also('voice', voice);
  }

  /** Says a phrase of the numbered list, docs/phrases.md. */
  setIvrSayPopular(number, language) {
    return this.#set('ivr_saypopular', number, language);
  }

  /** Reads digits one by one; a string, so that zeros in front stay. */
  setIvrSayDigits(digits, language) {
    return this.#set('ivr_saydigits', String(digits), language);
  }

  /** Says a number as a whole: 42 is "forty-two"; decimals as a string. */
  setIvrSayNumber(number, language) {
    return this.#set('ivr_saynumber', number, language);
  }

  /**
   * Waits for keys. name comes back with them; fallback is what happens when nothing is pressed and you say nothing;
   * keys that are sensitive are masked in everything the server writes.
   */
  setWaitDtmf(timeout, attempts, maxdigits, name, fallback, sensitive = false) {
    const wait = { timeout, attempts, maxdigits, name, default: fallback };
    return this.#set('wait_dtmf', sensitive ? { ...wait, sensitive } : wait);
  }

  /**
   * Hands the call over: an extension ("100"), a scenario ("0-1"), a menu ("0-main") or "blacklist". After returnTimeout
   * seconds (0: never) without an answer it comes back; rewriteForwardNumber is who seems to call.
   */
  setRedirect(target, returnTimeout = 0, rewriteForwardNumber = '') {
    return this.#set('redirect', target)
      .#also('return_timeout', returnTimeout)
      .#also('rewrite_forward_number', rewriteForwardNumber);
  }

  /** Shows this name on the phone of whoever is called. */
  setCallerName(name) {
    return this.#set('caller_name', name);
  }

  /** Ends the call, after all that is said in this reply. */
  setHangup() {
    return this.#set('hangup', 1);
  }

  json() {
    return JSON.stringify(this.#options);
  }

  /** One reply has each key once and one language; what comes second would replace the first unheard. */
  #set(key, value, language = '') {
    if (Object.hasOwn(this.#options, key)) {
      throw new Error(`reply has ${key} twice: expected each key once; say the second in the next reply`);
    }
    const first = this.#options.language ?? language;
    if (language !== '' && first !== language) {
      throw new Error(`reply has two languages, ${first} and ${language}: expected one`);
    }
    this.#options[key] = value;
    return this.#also('language', language);
  }

  #also(key, value) {
    if (value !== 0 && value !== '') {
      this.#options[key] = value;
    }
    return this;
  }
}

/** Serves the script on 127.0.0.1:port (PORT in the environment wins) and says where. */
export function serve(port, script) {
  const server = createServer(async (request, response) => {
    const { status, type = 'text/plain', body } = await answer(request, script);
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  });
  server.listen(Number(process.env.PORT ?? port), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}/`);
  });
}

/** Answers one HTTP request: the check of the address, a forged request, or an event. */
async function answer(request, script) {
  const echo = new URL(request.url, 'http://localhost').searchParams.get('zd_echo');
  if (echo !== null) {
    return { status: 200, body: echo };
  }
  const form = await read(request);
  if (form === undefined) {
    return { status: 413, body: 'too long' };
  }
  if (/^multipart\//i.test(request.headers['content-type'] ?? '')) {
    return { status: 415, body: NO_MULTIPART };
  }
  const event = Object.fromEntries(new URLSearchParams(form));
  if (request.method !== 'POST' || event.event === undefined) {
    return { status: 400, body: 'this is a webhook: it expects a POST with an event' };
  }
  if (!signatureMatches(event, request.headers.signature ?? '')) {
    return { status: 403, body: 'wrong signature' };
  }
  try {
    const reply = new Request();
    await script(event, reply);
    return { status: 200, type: 'application/json', body: reply.json() };
  } catch (error) {
    console.error(error);
    return { status: 500, body: 'the script failed' };
  }
}

async function read(request) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > LARGEST_BODY) {
      return undefined;
    }
  }
  return body;
}

const SIGNED = {
  __proto__: null,
  NOTIFY_ANSWER: ['caller_id', 'destination', 'call_start'],
  NOTIFY_OUT_START: ['internal', 'destination', 'call_start'],
  NOTIFY_OUT_END: ['internal', 'destination', 'call_start'],
  NOTIFY_RECORD: ['pbx_call_id', 'call_id_with_rec'],
};

function signatureMatches(event, signature) {
  const secret = process.env.VOICE_SECRETARY_SECRET ?? '';
  if (secret === '') {
    return true;
  }
  const names = SIGNED[event.event] ?? ['caller_id', 'called_did', 'call_start'];
  const signed = names.map((name) => event[name] ?? '').join('');
  const hex = createHmac('sha1', secret).update(signed).digest('hex');
  const expected = Buffer.from(Buffer.from(hex).toString('base64'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
