<?php

// Says how many days are left to the caller's birthday.  php -S 127.0.0.1:9002 birthday.php
require __DIR__ . '/voice_secretary.php';

/** Days from $today to the next $month/$day; null if there is no such day. */
function daysToBirthday(string $digits, DateTimeImmutable $today): ?int
{
    if (strlen($digits) !== 4 || !ctype_digit($digits)
        || !checkdate((int) substr($digits, 0, 2), (int) substr($digits, 2), 2024)) {
        return null; // 2024 has a 29 February
    }
    $year = (int) $today->format('Y');
    do {
        $real = checkdate((int) substr($digits, 0, 2), (int) substr($digits, 2), $year);
        $birthday = $real ? $today->setDate($year, (int) substr($digits, 0, 2), (int) substr($digits, 2)) : null;
        $year++;
    } while ($birthday === null || $birthday < $today);
    return (int) $today->diff($birthday)->days;
}

answer(function (array $event, Request $reply) {
    $ask = fn () => $reply->setWaitDtmf(7, 2, 4, 'birthday', 'hangup');
    if ($event['event'] === 'NOTIFY_START') {
        $reply->setIvrSayText('When is your birthday? Type two digits for the month and two for the day.', 'en');
        return $ask();
    }
    $typed = digits($event, 'birthday');
    if ($typed === null) {
        return; // the end of the call: nothing to say
    }
    if ($typed === '') {
        return $reply->setIvrSayPopular(5, 'en')->setHangup(); // goodbye
    }
    $days = daysToBirthday($typed, new DateTimeImmutable('today'));
    if ($days === null) {
        $reply->setIvrSayPopular(6, 'en'); // wrong input, please try again
        return $ask();
    }
    $reply->setIvrSayNumber($days, 'en')
        ->setIvrSayText($days === 0 ? 'days left. Happy birthday!' : 'days left to your birthday.', 'en')
        ->setHangup();
});
