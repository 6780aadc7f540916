/** Which telephones ring when: a scenario as a plan, before anything rings. Pure data and arithmetic. */
@NullMarked
package org.voicesecretary.pbx.scenario;

import org.jspecify.annotations.NullMarked;
