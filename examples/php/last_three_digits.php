<?php

// Says the last three digits of the caller's number.  php -S 127.0.0.1:9011 last_three_digits.php
require __DIR__ . '/voice_secretary.php';

answer(function (array $event, Request $reply) {
    if ($event['event'] === 'NOTIFY_START') { // a call comes in
        $number = $event['caller_id'];
        if (strlen($number) < 3) { // a hidden number arrives as 0
            return $reply->setIvrSayText('Your number is hidden.', 'en');
        }
        return $reply->setIvrSayText('The last three digits of your number are', 'en')
            ->setIvrSayDigits(substr($number, -3), 'en');
    }
    if ($event['event'] === 'NOTIFY_IVR') { // all of it was said
        $reply->setIvrSayPopular(5, 'en')->setHangup(); // goodbye
    }
});
