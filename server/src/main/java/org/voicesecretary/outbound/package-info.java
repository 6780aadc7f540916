/** Where this server may connect to when somebody names a URL: which spellings, which addresses, and no second look-up. */
@NullMarked
package org.voicesecretary.outbound;

import org.jspecify.annotations.NullMarked;
