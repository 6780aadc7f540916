package org.voicesecretary.examples;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The customer file of {@link Balance}: lines {@code number,balance,currency}, the first line names the columns. */
public record Customers(Map<String, Customer> byNumber) {

    /** @param currency as it is spoken behind the amount */
    public record Customer(String number, BigDecimal balance, String currency) {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if a line is not of that form
     */
    public static Customers parse(List<String> lines) {
        Map<String, Customer> customers = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            String[] columns = line.split(",");
            if (columns.length != 3
                    || !columns[0].matches("[0-9]{1,10}")
                    || !columns[1].matches("-?[0-9]{1,12}(\\.[0-9]{1,2})?")) {
                throw new IllegalArgumentException(
                        "customer file, line %d, is '%s': expected number,balance,currency such as 1042,250.75,euros"
                                .formatted(i + 1, line));
            }
            customers.put(columns[0], new Customer(columns[0], new BigDecimal(columns[1]), columns[2]));
        }
        return new Customers(customers);
    }

    public Optional<Customer> numbered(String number) {
        return Optional.ofNullable(byNumber.get(number));
    }
}
