// Says the last three digits of the caller's number.  node last_three_digits.mjs
import { serve } from './voice_secretary.mjs';

serve(9021, (event, reply) => {
  if (event.event === 'NOTIFY_START') { // a call comes in
    const number = event.caller_id;
    if (number.length < 3) { // a hidden number arrives as 0
      return reply.setIvrSayText('Your number is hidden.', 'en');
    }
    return reply
      .setIvrSayText('The last three digits of your number are', 'en')
      .setIvrSayDigits(number.slice(-3), 'en');
  }
  if (event.event === 'NOTIFY_IVR') { // all of it was said
    reply.setIvrSayPopular(5, 'en').setHangup(); // goodbye
  }
});
