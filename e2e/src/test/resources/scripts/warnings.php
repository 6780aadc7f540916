<?php
// A careless script: warnings as HTML in front of the JSON, numbers as text, no language, something behind the JSON.
$name = $_POST['wait_dtmf']['name'];
if ($_POST['event'] == 'NOTIFY_START') {
    echo json_encode(['ivr_saytext' => 'Two keys, please.', 'wait_dtmf' => ['timeout' => '5', 'attempts' => '2', 'max_digits' => '2', 'name' => 'two']]);
} elseif ($_POST['event'] == 'NOTIFY_IVR' && $name) {
    echo json_encode(['ivr_saynumber' => $_POST['wait_dtmf']['digits'], 'hangup' => '1']);
}
?>

<!-- generated -->
