/** The API under {@code /api/}: bearer tokens, JSON, problems in words. Delivery only: what an operation does is done elsewhere. */
@NullMarked
package org.voicesecretary.rest.api;

import org.jspecify.annotations.NullMarked;
