/** Menus and their scenarios. */
@NullMarked
package org.voicesecretary.rest.menus;

import org.jspecify.annotations.NullMarked;
