<?php

// Asks for a birthday and says how many days are left.  php -S 127.0.0.1:9012 birthday.php
require __DIR__ . '/voice_secretary.php';

/** Days from $today to the next birthday, typed as MMDD; null if there is no such day. */
function daysToBirthday(string $typed, DateTimeImmutable $today): ?int
{
    if (!preg_match('/^(\d\d)(\d\d)$/D', $typed, $found)) {
        return null;
    }
    [, $month, $day] = array_map('intval', $found);
    if (!checkdate($month, $day, 2024)) { // a leap year, so that 29 February is a day
        return null;
    }
    $year = (int) $today->format('Y');
    while (!checkdate($month, $day, $year) || $today->setDate($year, $month, $day) < $today) {
        $year++;
    }
    return $today->diff($today->setDate($year, $month, $day))->days;
}

answer(function (array $event, Request $reply) {
    $ask = fn () => $reply->setIvrSayText('Enter your birthday as four digits: month and day.', 'en')
        ->setWaitDtmf(10, 3, 4, 'birthday', 'hangup');

    if ($event['event'] === 'NOTIFY_START') {
        $reply->setIvrSayPopular(1, 'en'); // hello
        return $ask();
    }
    if ($event['event'] !== 'NOTIFY_IVR') {
        return; // the call is over: nothing to say
    }
    $typed = $event['wait_dtmf']['digits'] ?? '';
    if ($typed === '') { // nothing was pressed, three times
        return $reply->setIvrSayPopular(5, 'en')->setHangup(); // goodbye
    }
    $today = new DateTimeImmutable(substr($event['call_start'], 0, 10) . ' UTC'); // where the shop is
    $days = daysToBirthday($typed, $today);
    if ($days === null) {
        $reply->setIvrSayPopular(6, 'en'); // that is not valid, please try again
        return $ask();
    }
    if ($days === 0) {
        $reply->setIvrSayText('Today is your birthday. Happy birthday!', 'en');
    } else {
        $reply->setIvrSayText('Days until your birthday:', 'en')->setIvrSayNumber($days, 'en');
    }
    $reply->setIvrSayPopular(5, 'en')->setHangup(); // goodbye
});
