/** Methods about extensions, their telephones and numbers. */
@NullMarked
package org.voicesecretary.rest.office;

import org.jspecify.annotations.NullMarked;
