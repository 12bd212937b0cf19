"""What changes over the years: keys that age, people who leave, clients that leave, things that move."""
