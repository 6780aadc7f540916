/** Where calls are handed over to: extensions, scenarios, menus, voicemail boxes, numbers outside. */
@NullMarked
package org.voicesecretary.pbx.transfer;

import org.jspecify.annotations.NullMarked;
