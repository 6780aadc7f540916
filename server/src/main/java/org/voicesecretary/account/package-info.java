/** Accounts with their numbers, trunks, sounds and phrases: account.yaml, and the read side that calls are routed by. */
@NullMarked
package org.voicesecretary.account;

import org.jspecify.annotations.NullMarked;
