// Says the last three digits of the caller's number.  node last_three_digits.mjs
import { serve } from './voice_secretary.mjs';

serve(9001, (event, reply) => {
  if (event.event === 'NOTIFY_START') {
    if (event.caller_id === '0') {
      return reply.setIvrSayText('Your number is hidden, so I cannot read it to you.', 'en').setHangup();
    }
    return reply
      .setIvrSayText('The last three digits of your number are', 'en')
      .setIvrSayDigits(event.caller_id.slice(-3), 'en');
  }
  if (event.event === 'NOTIFY_IVR') {
    reply.setIvrSayPopular(5, 'en').setHangup(); // goodbye
  }
});
