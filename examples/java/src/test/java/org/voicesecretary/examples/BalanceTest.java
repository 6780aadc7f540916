package org.voicesecretary.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class BalanceTest {
    private static final Customers CUSTOMERS =
            Customers.parse(List.of("number,balance,currency", "1042,250.75,euros", "", "0007,-3,dollars"));

    private final Conversation call = Conversation.with(new Balance(CUSTOMERS));

    @Test
    void aCustomerHearsTheBalanceAndGoodbye() {
        assertThat(call.hears()).isEqualTo("Welcome to the demo shop. | popular 3 | wait for 10 as customer.1");
        assertThat(call.enters("1042").hears()).isEqualTo("popular 8 | number 250.75 | euros");
        assertThat(call.listens().hears()).isEqualTo("popular 5 | hang up");
    }

    @Test
    void leadingZerosAndDebtsAreFine() {
        assertThat(call.enters("0007").hears()).isEqualTo("popular 8 | number -3 | dollars");
    }

    @Test
    void afterThreeWrongNumbersThereIsOnlyGoodbye() {
        assertThat(call.enters("1").hears())
                .isEqualTo("There is no such customer. | popular 3 | wait for 10 as customer.2");
        assertThat(call.enters("2").hears())
                .isEqualTo("There is no such customer. | popular 3 | wait for 10 as customer.3");
        assertThat(call.enters("3").hears()).isEqualTo("This was the third wrong number. | popular 5 | hang up");
    }

    @Test
    void theThirdTryMayStillBeRight() {
        assertThat(call.enters("1").enters("2").enters("1042").hears()).startsWith("popular 8 | number 250.75");
    }

    @Test
    void whoEntersNothingHearsGoodbye() {
        assertThat(call.entersNothing().hears()).isEqualTo("popular 5 | hang up");
    }

    @Test
    void theBundledCustomersAreThere() throws Exception {
        assertThat(Conversation.with(Balance.bundled()).enters("1042").hears())
                .isEqualTo("popular 8 | number 250.75 | euros");
    }

    @Test
    void aWrongCustomerFileSaysWhereItIsWrong() {
        assertThatThrownBy(() -> Customers.parse(List.of("number,balance,currency", "1042,much,euros")))
                .hasMessageContaining("line 2")
                .hasMessageContaining("1042,much,euros");
    }
}
