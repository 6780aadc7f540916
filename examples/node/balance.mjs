// Asks for the customer number and says the balance; three tries.  node balance.mjs
import { readFileSync } from 'node:fs';
import { serve } from './voice_secretary.mjs';

const TRIES = 3;

/** The balance of this customer as text, or undefined if there is none. */
function balance(customer) {
  const rows = readFileSync(new URL('../customers.csv', import.meta.url), 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => row.split(',')).find(([number]) => number === customer)?.[2];
}

serve(9004, (event, reply) => {
  // The number of the try travels in the name of the input, so the script keeps no state.
  const ask = (attempt) => reply.setWaitDtmf(7, 1, 8, `customer.${attempt}`);

  if (event.event === 'NOTIFY_START') {
    reply.setIvrSayText('Please type your customer number and press hash.', 'en');
    return ask(1);
  }
  if (event.event !== 'NOTIFY_IVR') return;

  const name = event['wait_dtmf[name]'];
  if (name === undefined) {
    return reply.setIvrSayPopular(5, 'en').setHangup(); // the balance was said: goodbye
  }
  const attempt = Number(name.split('.')[1]);
  const found = balance(event['wait_dtmf[digits]']);
  if (found !== undefined) {
    return reply
      .setIvrSayPopular(8, 'en') // your balance is
      .setIvrSayNumber(found, 'en')
      .setIvrSayText('euros.', 'en');
  }
  if (attempt >= TRIES) {
    return reply.setIvrSayPopular(5, 'en').setHangup(); // goodbye
  }
  reply.setIvrSayPopular(6, 'en'); // wrong input, please try again
  ask(attempt + 1);
});
