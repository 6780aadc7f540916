<?php
// In the manner of a menu engine on the public protocol: menus are named group.number, `default` names the next menu of the
// script's own, keys may have two digits, the time is parsed strictly, and numbers are taken as integers.
declare(strict_types=1);

$menus = [
    'main.1' => ['play' => 'ca17d5b0e3ebaa48', 'timeout' => 2, 'attempts' => 1, 'maxdigits' => 1, 'keys' => ['1' => 'sales.1'], 'default' => 'main.2'],
    'main.2' => ['play' => 'ca17d5b0e3ebaa49', 'timeout' => 3, 'attempts' => 2, 'maxdigits' => 2, 'keys' => ['*' => 'main.1', '10' => 'sales.1'], 'default' => 'main.1'],
    'sales.1' => ['play' => 'ca17d5b0e3ebaa50'],
];

function open_menu(array $menus, string $name): void
{
    $menu = $menus[$name];
    $reply = ['ivr_play' => $menu['play']];
    if (isset($menu['keys'])) {
        $reply['wait_dtmf'] = ['timeout' => $menu['timeout'], 'attempts' => $menu['attempts'], 'maxdigits' => $menu['maxdigits'], 'name' => $name, 'default' => $menu['default']];
    }
    echo json_encode($reply);
}

if (isset($_GET['zd_echo'])) {
    exit($_GET['zd_echo']);
}
$event = $_POST['event'];
if ($event !== 'NOTIFY_START' && $event !== 'NOTIFY_IVR') {
    exit;
}
$time = DateTime::createFromFormat('Y-m-d H:i:s', $_POST['call_start']);
$weekday = $time->format('w');
$caller = intdiv((int) $_POST['caller_id'], 1);
if ($event === 'NOTIFY_START') {
    open_menu($menus, 'main.1');
} elseif (isset($_POST['wait_dtmf'])) {
    $answer = $_POST['wait_dtmf'];
    $menu = $menus[$answer['name']];
    open_menu($menus, $answer['default_behaviour'] ? $menu['default'] : $menu['keys'][$answer['digits']] ?? $answer['name']);
}
