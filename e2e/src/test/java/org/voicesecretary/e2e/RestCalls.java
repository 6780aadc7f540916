package org.voicesecretary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documented calls of the REST API: what is sent, and a real answer, whose fields and types ours must have. */
final class RestCalls {
    private RestCalls() {}

    /**
     * @param params one that begins with {@code $} stands for a field of an earlier answer
     * @param sample of an answer; names and types count, values do not
     */
    record Call(String verb, String method, Map<String, String> params, String sample) {
        /** @param known fields of earlier answers */
        Call with(Map<String, String> known) {
            Map<String, String> filled = new LinkedHashMap<>(params);
            filled.replaceAll((name, value) -> value.startsWith("$") ? known.get(value.substring(1)) : value);
            return new Call(verb, method, filled, sample);
        }

        @Override
        public String toString() {
            return verb + " " + method + " " + params;
        }
    }

    /** @param url of a script that echoes */
    static List<Call> all(String url) {
        return List.of(
                get("info/balance", "{'balance':18.1636,'currency':'EUR'}"),
                get("info/timezone", "{'unixtime':1483228800,'datetime':'2017-01-01 00:00:00','timezone':'UTC+0'}"),
                get(
                        "info/price",
                        "{'info':{'prefix':'4420','description':'United Kingdom, London','price':'0.009','currency':'USD'}}",
                        "number",
                        "442037691880",
                        "caller_id",
                        "442037691881"),
                get(
                        "tariff",
                        "{'info':{'tariff_id':5,'tariff_name':'Standard','is_active':false,'cost':0,'currency':'USD','used_seconds':1643,'used_seconds_mobile':34,'used_seconds_fix':726,'used_seconds_speech_recognition':1020,'tariff_id_for_next_period':5,'tariff_for_next_period':'Standard'}}"),
                get("info/lists/languages", "{'languages':['en']}"),
                get("info/lists/currencies", "{'currencies':['USD']}"),
                get("sip", "{'sips':[{'id':'00001','display_name':'SIP 1','lines':3}],'left':3}"),
                get("sip/100/status", "{'sip':'00001','is_online':'false'}"),
                put(
                        "sip/callerid",
                        "{'sip':'00001','new_caller_id':'442037691880'}",
                        "id",
                        "100",
                        "number",
                        "442037691880"),
                put(
                        "sip/redirection",
                        "{'sip':'00001','destination':'442037691880'}",
                        "id",
                        "100",
                        "type",
                        "phone",
                        "number",
                        "442037691880",
                        "condition",
                        "always"),
                put("sip/redirection", "{'sip':'00001','current_status':'on'}", "id", "100", "status", "on"),
                get(
                        "sip/redirection",
                        "{'info':[{'sip_id':'00001','status':'on','condition':'always','destination':'phone','destination_value':'442037691880'}]}"),
                post(
                        "sip/create",
                        "{'sip':'123456'}",
                        "name",
                        "Sales & co",
                        "password",
                        "p~*a(ss)'w!ord",
                        "callerid",
                        "442037691881"),
                put("sip/100/password", "{'sip':'00001'}", "value", "new password"),
                get("pbx/internal", "{'pbx_id':1234,'numbers':[100]}"),
                get("pbx/internal/100/status", "{'pbx_id':1234,'number':100,'is_online':'false'}"),
                get(
                        "pbx/internal/100/info",
                        "{'pbx_id':1234,'number':100,'name':'Extension 100','caller_id':'+44000000000','caller_id_app_change':'true','caller_id_by_direction':'false','lines':'3','ip_restriction':'false','record_store':'false','record_email':'false','supervisor_status':1}"),
                put(
                        "pbx/internal/recording",
                        "{'internal_number':100,'recording':'on','email':'','speech_recognition':'all'}",
                        "id",
                        "100",
                        "status",
                        "on"),
                post("pbx/internal/create", "{'numbers':[200]}", "start_number", "any", "quantity", "2"),
                get("pbx/internal/100/password", "{'pbx_id':114,'number':200,'password':'x'}"),
                put("pbx/internal/100/password", "{'pbx_id':114,'number':200}", "value", "another password"),
                put("pbx/internal/100/edit", "{}", "supervisor_status", "0"),
                post(
                        "pbx/redirection",
                        "{'current_status':'on','pbx_id':'1234','pbx_name':'100','type':'voicemail','destination':'x','condition':'always','voicemail_greeting':'standart'}",
                        "pbx_number",
                        "100",
                        "type",
                        "voicemail",
                        "condition",
                        "always",
                        "destination",
                        "a.b+c@example.com",
                        "voicemail_greeting",
                        "standart"),
                get(
                        "pbx/redirection",
                        "{'current_status':'on','pbx_id':'1234','pbx_name':'100','type':'voicemail','destination':'x','condition':'always'}",
                        "pbx_number",
                        "100"),
                post(
                        "pbx/redirection",
                        "{'current_status':'off','pbx_id':'1234','pbx_name':'100'}",
                        "pbx_number",
                        "100",
                        "status",
                        "off"),
                post("pbx/callinfo/url", "{'url':'x'}", "url", url),
                post(
                        "pbx/callinfo/notifications",
                        "{'notifications':{'notify_start':'true','notify_internal':'true','notify_end':'true','notify_out_start':'true','notify_out_end':'true','notify_answer':'true'}}",
                        "notify_internal",
                        "false"),
                get(
                        "pbx/callinfo",
                        "{'url':'x','notifications':{'notify_start':'true','notify_internal':'true','notify_end':'true','notify_out_start':'true','notify_out_end':'true','notify_answer':'true'}}"),
                delete("pbx/callinfo/url", "{'url':''}"),
                post("pbx/webhooks/url", "{'url':'x'}", "url", url),
                post(
                        "pbx/webhooks/hooks",
                        "{'hooks':{'number_lookup':'true','call_tracking':'true','sms':'true','speech_recognition':'true'}}",
                        "sms",
                        "true"),
                get(
                        "pbx/webhooks",
                        "{'url':'x','hooks':{'number_lookup':'true','call_tracking':'true','sms':'true','speech_recognition':'true','document':'true'}}"),
                delete("pbx/webhooks/url", "{'url':''}"),
                get(
                        "direct_numbers",
                        "{'info':[{'number':'442037691880','status':'on','country':'United Kingdom','description':'London','number_name':null,'sip':'00001','sip_name':null,'start_date':'2015-12-29 00:00:00','stop_date':'2016-12-29 00:00:00','monthly_fee':2,'currency':'USD','channels':3,'minutes':0,'autorenew':'true','is_on_test':'false','type':'common'}]}"),
                get(
                        "direct_numbers/number",
                        "{'info':{'number':'442037691880','status':'on','channels':3,'receive_sms':null}}",
                        "number",
                        "442037691881"),
                put(
                        "direct_numbers/set_sip_id",
                        "{'number':'442037691880','sip_id':'00001'}",
                        "number",
                        "442037691881",
                        "sip_id",
                        "101",
                        "test_mode",
                        "off"),
                get("webrtc/get_key", "{'key':'x'}", "sip", "100"),
                get(
                        "pbx/ivr",
                        "{'pbx_id':114,'ivrs':[{'menu_id':'0','title':'','type':'file','status':'on','waitexten':5,'auto_responder':{'status':'on','waitexten':1}}]}"),
                post("pbx/ivr/create", "{'menu_id':2}", "buy", "false"),
                post(
                        "pbx/ivr/scenario/create",
                        "{'menu_id':0,'scenario_id':2}",
                        "push_button",
                        "1",
                        "title",
                        "Sales",
                        "extension",
                        "100 101",
                        "menu_id",
                        "$menu_id"),
                get(
                        "pbx/ivr/scenario",
                        "{'scenarios':[{'id':'132','title':'-1','push_button':-1,'first_sips':['102'],'second_sips':[],'second_sips_delay':10,'third_sips':[],'third_sips_delay':20}]}",
                        "menu_id",
                        "$menu_id"),
                delete("pbx/ivr/scenario/delete", "{}", "scenario_id", "$scenario_id"),
                delete("pbx/ivr/delete", "{}", "menu_id", "$menu_id"),
                get("pbx/ivr/sounds/list", "{'pbx_id':114,'sounds':[]}"),
                put("pbx/waitmelody/switch", "{'pbx_id':114}", "state", "on", "melody", "none"),
                get(
                        "statistics",
                        "{'start':'2015-06-01 00:00:00','end':'2015-06-29 13:45:23','stats':[]}",
                        "start",
                        "2015-06-01 00:00:00",
                        "end",
                        "2015-06-30 23:59:59",
                        "cost_only",
                        "0",
                        "skip",
                        "0",
                        "limit",
                        "1000"),
                get(
                        "statistics/pbx",
                        "{'start':'2015-06-01 00:00:00','end':'2015-06-30 23:59:59','version':2,'stats':[]}",
                        "start",
                        "2015-06-01 00:00:00",
                        "end",
                        "2015-06-30 23:59:59",
                        "version",
                        "2"),
                get(
                        "statistics/incoming-calls",
                        "{'start':'2015-06-01 00:00:00','end':'2015-06-30 23:59:59','stats':[]}",
                        "start",
                        "2015-06-01 00:00:00",
                        "end",
                        "2015-06-30 23:59:59"));
    }

    private static Call get(String method, String sample, String... params) {
        return call("GET", method, sample, params);
    }

    private static Call post(String method, String sample, String... params) {
        return call("POST", method, sample, params);
    }

    private static Call put(String method, String sample, String... params) {
        return call("PUT", method, sample, params);
    }

    private static Call delete(String method, String sample, String... params) {
        return call("DELETE", method, sample, params);
    }

    private static Call call(String verb, String method, String sample, String... params) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < params.length; i += 2) {
            map.put(params[i], params[i + 1]);
        }
        return new Call(verb, method, map, sample.replace('\'', '"'));
    }

    /** Whether an answer has what the sample has, of the same types. */
    static void assertLikeTheSample(Call call, String body, Map<String, String> known) {
        JsonNode answer = JsonMapper.shared().readTree(body);
        assertThat(answer.path("status").asString()).as("%s: %s", call, body).isEqualTo("success");
        answer.propertyStream()
                .filter(field -> field.getValue().isValueNode())
                .forEach(field -> known.put(field.getKey(), field.getValue().asString()));
        like(call + " " + body, JsonMapper.shared().readTree(call.sample), answer);
    }

    private static void like(String where, JsonNode sample, JsonNode real) {
        assertThat(kind(real)).as(where).isEqualTo(kind(sample));
        if (sample.isArray() && !sample.isEmpty()) {
            assertThat(real.isEmpty()).as(where).isFalse();
            like(where + "[0]", sample.get(0), real.get(0));
        }
        sample.propertyStream().forEach(field -> {
            assertThat(real.has(field.getKey()))
                    .as("%s: %s", where, field.getKey())
                    .isTrue();
            like(where + "." + field.getKey(), field.getValue(), real.get(field.getKey()));
        });
    }

    /** Numbers with and without a fraction are the same type to a client. */
    private static String kind(JsonNode node) {
        return node.getNodeType().name();
    }
}
