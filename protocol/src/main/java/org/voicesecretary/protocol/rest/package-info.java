/** Answers of the REST API, as typed records. Names are those of the protocol in Java's spelling: {@code pbx_id} is {@code pbxId}. */
@NullMarked
package org.voicesecretary.protocol.rest;

import org.jspecify.annotations.NullMarked;
