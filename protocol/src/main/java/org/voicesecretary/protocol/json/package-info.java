/** JSON in, values out: the only place that knows Jackson. */
@NullMarked
package org.voicesecretary.protocol.json;

import org.jspecify.annotations.NullMarked;
