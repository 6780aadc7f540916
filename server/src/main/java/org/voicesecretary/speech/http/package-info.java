/** Any speech engine that answers the OpenAI-compatible /v1/audio/speech. */
@NullMarked
package org.voicesecretary.speech.http;

import org.jspecify.annotations.NullMarked;
