/** Where the telephones of the extensions are: who may register, and what of it outlives the process. */
@NullMarked
package org.voicesecretary.pbx.registrar;

import org.jspecify.annotations.NullMarked;
