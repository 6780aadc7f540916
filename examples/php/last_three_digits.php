<?php

// Says the last three digits of the caller's number.  php -S 127.0.0.1:9001 last_three_digits.php
require __DIR__ . '/voice_secretary.php';

answer(function (array $event, Request $reply) {
    if ($event['event'] === 'NOTIFY_START') {
        if ($event['caller_id'] === '0') {
            return $reply->setIvrSayText('Your number is hidden, so I cannot read it to you.', 'en')->setHangup();
        }
        return $reply->setIvrSayText('The last three digits of your number are', 'en')
            ->setIvrSayDigits(substr($event['caller_id'], -3), 'en');
    }
    if ($event['event'] === 'NOTIFY_IVR') {
        $reply->setIvrSayPopular(5, 'en')->setHangup(); // goodbye
    }
});
