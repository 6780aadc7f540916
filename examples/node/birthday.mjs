// Asks for a birthday and says how many days are left.  node birthday.mjs
import { serve } from './voice_secretary.mjs';

const DAY = 24 * 60 * 60 * 1000;

/** Midnight of a day in UTC, or undefined if there is no such day. */
function day(year, month, dayOfMonth) {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth ? date : undefined;
}

/** Days from today to the next birthday, typed as MMDD; undefined if there is no such day. */
function daysToBirthday(typed, today) {
  const [month, dayOfMonth] = [Number(typed.slice(0, 2)), Number(typed.slice(2))];
  if (!/^\d{4}$/.test(typed) || !day(2024, month, dayOfMonth)) { // a leap year, so that 29 February is a day
    return undefined;
  }
  for (let year = today.getUTCFullYear(); ; year++) {
    const birthday = day(year, month, dayOfMonth);
    if (birthday && birthday >= today) {
      return (birthday - today) / DAY;
    }
  }
}

serve(9022, (event, reply) => {
  const ask = () => reply
    .setIvrSayText('Enter your birthday as four digits: month and day.', 'en')
    .setWaitDtmf(10, 3, 4, 'birthday', 'hangup');

  if (event.event === 'NOTIFY_START') {
    reply.setIvrSayPopular(1, 'en'); // hello
    return ask();
  }
  if (event.event !== 'NOTIFY_IVR') {
    return; // the call is over: nothing to say
  }
  const typed = event['wait_dtmf[digits]'] ?? '';
  if (typed === '') { // nothing was pressed, three times
    return reply.setIvrSayPopular(5, 'en').setHangup(); // goodbye
  }
  const today = new Date(event.call_start.slice(0, 10)); // where the shop is
  const days = daysToBirthday(typed, today);
  if (days === undefined) {
    reply.setIvrSayPopular(6, 'en'); // that is not valid, please try again
    return ask();
  }
  if (days === 0) {
    reply.setIvrSayText('Today is your birthday. Happy birthday!', 'en');
  } else {
    reply.setIvrSayText('Days until your birthday:', 'en').setIvrSayNumber(days, 'en');
  }
  reply.setIvrSayPopular(5, 'en').setHangup(); // goodbye
});
