"""Work for people: taking it on, recording it, and handing on to vendors what is theirs."""
