"""First texts in English."""

# ruff: noqa: E501  a paragraph of a letter is one line
from typing import Final

PAYMENT: Final = """You may pay in cash, by cheque, by bank transfer or by card.
Thirty percent of the total is due within three working days of the confirmation, the rest within seven working days after the use, against an itemised statement and an invoice.
The deposit is paid before the use and given back in full within three working days once room and equipment have been found in order."""

TEXTS: Final = {
    "received": (
        "We have received your request ({number})",
        """Dear {name},

Thank you for choosing {house}. Your request for {room} ({day}, {time}, {heads} people) has been taken down under number {number}.

We are looking at rooms and times, and will answer with a confirmation letter. Until then the room is not held for you.

If anything is to be added or changed, please write to us on the page below.
Or call {hotline}.

{house}""",
    ),
    "offer": (
        "Confirmation letter: {room}, {day} ({number})",
        """Dear {name},

Thank you for asking. We hold {room} for you on {day}, {time} ({duration}), for {heads} people.
Layout: {layout}
Theme: {theme}

Every line of the price, with the version of the fee schedule behind it, stands in this letter. The total is {total}.
In addition, a deposit of {deposit}, given back after the use.

Please answer by {reply_by}, with the button below. An offer that is not answered by then counts as given up, and the room is held no longer.

Payment:
{payment}

{house}""",
    ),
    "reminder": (
        "Please answer by {reply_by}: {room} ({number})",
        """Dear {name},

We still hold {room} for you ({day}, {time}), and have not heard from you yet.

It is held until {reply_by}. An offer that is not answered by then counts as given up, and the room goes to others.

If you need another time, another number of people or a little longer, please tell us on the page below.
Or call {hotline}.

{house}""",
    ),
    "confirmed": (
        "Your booking is confirmed: {room}, {day} ({number})",
        """Dear {name},

Your booking is confirmed. {room} will be ready for you and your guests on {day}, {time}. The total is {total}.

Payment:
{payment}

If anything changes, please write to us on the page below.
Or call {hotline}.

{house}""",
    ),
    "contract": (
        "Please sign the contract ({number})",
        """Dear {name},

Thank you for confirming {room} ({day}, {time}). The contract comes with this letter: the rights and duties of both sides, payment, and what follows when either does not keep it.

Please read it, sign it and return it to us before the use. The room is yours.

If you have a question about it, please write to us on the page below.
Or call {hotline}.

{house}""",
    ),
    "changed": (
        "Your booking has changed: {room}, {day} ({number})",
        """Dear {name},

Your booking {number} has changed. It now reads: {room}, {day}, {time} ({duration}), {heads} people.

The price was reckoned anew by the fee schedule in force on the day of the use. The total is {total}; once you accept, earlier confirmation letters no longer hold.

Please answer by {reply_by}, with the button below. Without an answer, or if you decline, your booking goes back to what was agreed, where its place is still free.

Payment:
{payment}

{house}""",
    ),
    "moved": (
        "Your booking has changed: {room}, {day} ({number})",
        """Dear {name},

Your booking {number} now reads: {room}, {day}, {time} ({duration}), {heads} people. The room is held for you.

A new confirmation letter follows. Until you accept it, what was agreed before counts.

If you have any question, please write to us on the page below.
Or call {hotline}.

{house}""",
    ),
    "stands": (
        "Your booking stands as agreed: {room}, {day} ({number})",
        """Dear {name},

The change has not come about. Your booking {number} stands as it was agreed: {room}, {day}, {time} ({duration}), {heads} people, for {total}.

{message}

If you have any question, please write to us on the page below.
Or call {hotline}.

{house}""",
    ),
    "lapsed": (
        "We no longer hold the room: {room}, {day} ({number})",
        """Dear {name},

We held {room} ({day}, {time}) for you until {reply_by}. As no answer came, it counts as given up, as the confirmation letter says, and the room is held no longer.

If you still need it, please ask again on the page below. If the room is still free, we will arrange it at once.
Or call {hotline}.

{house}""",
    ),
    "rejected": (
        "About your request ({number})",
        """Dear {name},

Thank you for asking for {room} ({day}, {time}). We are sorry that we cannot offer it.
The reason: {reason}

The page below lists other rooms at that time, and the nearest times at which the same room is free.
Or call {hotline}.

We hope to be of service another time.

{house}""",
    ),
    "cancelled": (
        "Your booking is cancelled ({number})",
        """Dear {name},

Your booking of {room} ({day}, {time}) is cancelled.
The reason: {reason}
What the cancellation costs, as agreed: {fee}.

If you have a question, please write to us on the page below.
Or call {hotline}.

We hope to welcome you another time.

{house}""",
    ),
    "statement": (
        "Statement {statement}: {room}, {day} ({number})",
        """Dear {name},

Thank you for being our guest in {room} on {day}. The statement {statement} is enclosed; each of its lines names the version of the fee schedule it follows.

It comes to {amount}; still to be paid: {open}. Please pay by {due_on}.

{payment}

On the page below you read the statement again, see what has been paid, and ask for a tax invoice.
Or call {hotline}.

{house}""",
    ),
    "credit": (
        "Credit note {statement} ({number})",
        """Dear {name},

We have set right what was charged for {room} on {day}. The credit note {statement} is enclosed: it takes back {amount}.

Still to be paid: {open}.

On the page below you see your account as it stands now.

{house}""",
    ),
    "overdue": (
        "Still to be paid: {open} for {room}, {day} ({statement})",
        """Dear {name},

The statement {statement} for {room} on {day} was due on {due_on}. According to our books {open} of {amount} is still to be paid; the statement is enclosed once more.

{payment}

If you have paid meanwhile, please take no notice of this letter. If something is not right with the statement, write to us on the page below.
Or call {hotline}.

{house}""",
    ),
    "message": (
        "A message from {house} ({number})",
        """Dear {name},

This is about your booking of {room} ({day}):

{message}

Please answer on the page below.
Or call {hotline}.

{house}""",
    ),
    "terms": (
        "Contract for the use of a room",
        """The house: {house}
The client: {company}
Contact: {name}

1. The use
The client uses {room} ({venue}) on {day}, {time} ({duration}), for {heads} people.
Layout: {layout}
Theme: {theme}

2. Rights and duties of the house
a. The house provides the room at the time, in the layout and with the equipment agreed, in good order and with its escape routes clear.
b. Somebody of the house receives the guests and looks after the technology.
c. Where a use breaks the law or endangers people, the house may ask for it to be put right, and end it if need be.

3. Rights and duties of the client
a. The client uses the room for the time and purpose agreed, and does not let it to others.
b. The client keeps the rules on safety, fire and cleaning; nothing is built up without the consent of the house.
c. The client answers for what is brought along and for those who take part, and pays for what is damaged.

4. Fees and payment
The total is {total}. Every line stands in the table of this contract, with the version of the fee schedule behind it.
In addition, a deposit of {deposit}, given back after the use.
{payment}

5. Changes and cancellation
a. Another time, another room or more people are confirmed anew, at the fees in force on the day of the use.
b. Cancelling is free until {free_days} days before the use; after that it costs {percent}% of the total.

6. Breach
a. If the house cannot provide the room, it gives back what was paid, helps to find another, and makes good the direct loss, up to the total.
b. For payment that comes late, 0.05% of what is owed is due for each day.
c. Where neither side could prevent it, neither is liable, and what was paid is given back.

7. Other matters
There are two copies of this contract, one for each side; it holds from when both have signed. What it does not settle is settled by agreement, or else by the court at the seat of the house.""",
    ),
}
