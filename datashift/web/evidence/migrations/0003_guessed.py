from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_answers_and_guesses")]

    operations = [
        migrations.RenameField(model_name="study", old_name="answered", new_name="guessed"),
    ]
