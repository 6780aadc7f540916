// Says how many days are left to the caller's birthday.  node birthday.mjs
import { digits, serve } from './voice_secretary.mjs';

const DAY = 24 * 60 * 60 * 1000;

/** Days from today to the next birthday (MMDD); undefined if there is no such day. */
function daysToBirthday(typed, today = new Date()) {
  const month = Number(typed.slice(0, 2));
  const day = Number(typed.slice(2));
  const start = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
  const at = (year) => new Date(Date.UTC(year, month - 1, day));
  const real = (date) => date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (typed.length !== 4 || !real(at(2024))) return undefined; // 2024 has a 29 February
  for (let year = today.getFullYear(); ; year++) {
    if (real(at(year)) && at(year) >= start) return Math.round((at(year) - start) / DAY);
  }
}

serve(9002, (event, reply) => {
  const ask = () => reply.setWaitDtmf(7, 2, 4, 'birthday', 'hangup');
  if (event.event === 'NOTIFY_START') {
    reply.setIvrSayText('When is your birthday? Type two digits for the month and two for the day.', 'en');
    return ask();
  }
  const typed = digits(event, 'birthday');
  if (typed === undefined) return; // the end of the call: nothing to say
  if (typed === '') {
    return reply.setIvrSayPopular(5, 'en').setHangup(); // goodbye
  }
  const days = daysToBirthday(typed);
  if (days === undefined) {
    reply.setIvrSayPopular(6, 'en'); // wrong input, please try again
    return ask();
  }
  reply
    .setIvrSayNumber(days, 'en')
    .setIvrSayText(days === 0 ? 'days left. Happy birthday!' : 'days left to your birthday.', 'en')
    .setHangup();
});
