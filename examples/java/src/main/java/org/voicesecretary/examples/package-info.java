/**
 * Four scripts to learn from, one file each. Each is a {@link org.voicesecretary.client.CallScript} with a {@code main}
 * that serves it on a port of its own, 9001 to 9004.
 */
@NullMarked
package org.voicesecretary.examples;

import org.jspecify.annotations.NullMarked;
