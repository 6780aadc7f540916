// Asks for the customer number and says the balance; three tries.  node balance.mjs
import { readFileSync } from 'node:fs';
import { serve } from './voice_secretary.mjs';

const TRIES = 3;

/** Number, balance and currency of this customer; undefined if there is none. */
function customer(number) {
  const lines = readFileSync(new URL('../customers.csv', import.meta.url), 'utf8').split('\n');
  return lines.map((line) => line.split(',')).find((customer) => customer[0] === number);
}

serve(9024, (event, reply) => {
  // Which try this is travels in the name of wait_dtmf, so the script remembers nothing.
  const ask = (attempt) => reply
    .setIvrSayPopular(3, 'en') // please enter your number and press hash
    .setWaitDtmf(10, 2, 10, `customer.${attempt}`, 'hangup');

  if (event.event === 'NOTIFY_START') {
    reply.setIvrSayText('Welcome to the demo shop.', 'en');
    return ask(1);
  }
  if (event.event !== 'NOTIFY_IVR') {
    return;
  }
  const typed = event['wait_dtmf[digits]'] ?? '';
  if (typed === '') { // the balance was said, or nothing was pressed
    return reply.setIvrSayPopular(5, 'en').setHangup(); // goodbye
  }
  const found = customer(typed);
  if (found !== undefined) {
    const [, balance, currency] = found;
    return reply
      .setIvrSayPopular(8, 'en') // your balance is
      .setIvrSayNumber(balance, 'en')
      .setIvrSayText(currency, 'en');
  }
  const attempt = Number(event['wait_dtmf[name]'].slice('customer.'.length));
  if (!(attempt < TRIES)) {
    return reply
      .setIvrSayText('This was the third wrong number.', 'en')
      .setIvrSayPopular(5, 'en') // goodbye
      .setHangup();
  }
  reply.setIvrSayText('There is no such customer.', 'en');
  ask(attempt + 1);
});
