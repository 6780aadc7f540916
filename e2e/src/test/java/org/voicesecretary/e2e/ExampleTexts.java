package org.voicesecretary.e2e;

/** What the examples say, in every language the same, and their replies in the words of {@link Replies}. */
final class ExampleTexts {
    static final String HELLO = "Hello!";
    static final String GOODBYE = "Goodbye!";
    static final String TRY_AGAIN = "That input is not valid. Please try again.";
    static final String GOODBYE_REPLY = "popular 5 | hang up";

    static final String LAST_THREE = "The last three digits of your number are";
    static final String HIDDEN = "Your number is hidden.";

    static final String BIRTHDAY = "Enter your birthday as four digits: month and day.";
    static final String DAYS_LEFT = "Days until your birthday:";
    static final String HAPPY_BIRTHDAY = "Today is your birthday. Happy birthday!";
    static final String ASK_BIRTHDAY = BIRTHDAY + " | wait 10 s, 3 times, for 4 as birthday, else hangup";

    static final String WELCOME = "Welcome to the demo shop.";
    static final String MAIN = "Main menu. For opening hours, press 1. To find us, press 2. To hear a joke, press 3.";
    static final String HOURS =
            "Opening hours. For weekdays, press 1. For the weekend, press 2. To go back, press star.";
    static final String WEEKDAYS =
            "On weekdays we are open from nine to six. For the weekend, press 2. To go back, press star.";
    static final String WEEKEND = "On Saturdays we are open from ten to two, on Sundays we are closed."
            + " For weekdays, press 1. To go back, press star.";
    static final String WAY = "We are in Station Street, next to the post office."
            + " By train, press 1. By car, press 2. To go back, press star.";
    static final String BY_TRAIN = "Leave the station by the north door and turn left. To go back, press star.";
    static final String JOKE = "Why did the telephone go to school? It wanted to be a smart phone."
            + " To hear it again, press 1. To go back, press star.";

    static final String ENTER_NUMBER = "Please enter your number and press the hash key.";
    static final String NO_CUSTOMER = "There is no such customer.";
    static final String THIRD = "This was the third wrong number.";
    static final String BALANCE = "Your balance is";

    private ExampleTexts() {}

    static String menu(String text, String name) {
        return text + " | wait 5 s, 3 times, for 1 as " + name + ", else hangup";
    }

    static String askCustomer(int attempt) {
        return "popular 3 | wait 10 s, 2 times, for 10 as customer." + attempt + ", else hangup";
    }
}
