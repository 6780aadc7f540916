/** The installation's configuration: typed records with units, read from YAML and the environment, all problems told at once. */
@NullMarked
package org.voicesecretary.config;

import org.jspecify.annotations.NullMarked;
