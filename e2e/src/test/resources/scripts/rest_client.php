<?php
// Reads requests from standard input, a JSON object a line, signs and sends each with PHP's own functions, and prints what came back.
[$base, $key, $secret] = array_slice($argv, 1);
while (($line = fgets(STDIN)) !== false) {
    $request = json_decode($line, true);
    $path = '/v1/' . $request['method'] . '/';
    $params = $request['params'];
    ksort($params);
    $query = http_build_query($params, '', '&', PHP_QUERY_RFC1738);
    $signature = base64_encode(hash_hmac('sha1', $path . $query . md5($query), $secret));
    $headers = "Authorization: $key:$signature\r\n";
    $http = ['method' => $request['verb'], 'ignore_errors' => true, 'protocol_version' => 1.1, 'timeout' => 30];
    $url = $base . $path;
    if (isset($request['file'])) {
        $boundary = 'b' . md5($path);
        $body = '';
        foreach ($params as $name => $value) {
            $body .= "--$boundary\r\nContent-Disposition: form-data; name=\"$name\"\r\n\r\n$value\r\n";
        }
        $body .= "--$boundary\r\nContent-Disposition: form-data; name=\"{$request['file']}\"; filename=\"{$request['fileName']}\"\r\n"
            . "Content-Type: audio/wav\r\n\r\n" . base64_decode($request['content']) . "\r\n--$boundary--\r\n";
        $headers .= "Content-Type: multipart/form-data; boundary=$boundary\r\n";
        $http['content'] = $body;
    } elseif ($request['verb'] === 'GET') {
        $url .= '?' . $query;
    } else {
        $headers .= "Content-Type: application/x-www-form-urlencoded\r\n";
        $http['content'] = $query;
    }
    $http['header'] = $headers . "Connection: close\r\n";
    $body = file_get_contents($url, false, stream_context_create(['http' => $http]));
    preg_match('/ (\d{3})/', $http_response_header[0], $status);
    echo json_encode(['status' => (int) $status[1], 'body' => $body]), "\n";
}
