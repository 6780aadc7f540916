/** The REST API under {@code /v1/}: delivery only. What a method does is an operation of the room that it is about. */
@NullMarked
package org.voicesecretary.rest;

import org.jspecify.annotations.NullMarked;
