import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Exists, OuterRef


def tell_roots(apps, schema_editor):
    """Which texts have the id that their submission is found by."""
    submissions = apps.get_model("collect", "Submission").objects.filter(
        pk=OuterRef("submission"), root_instance_id=OuterRef("instance_id")
    )
    texts = apps.get_model("collect", "Instance").objects
    texts.filter(~Exists(submissions)).update(root=False)


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0006_no_index_by_device"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="instance", name="one_instance_per_text"),
        migrations.AddField(
            model_name="instance", name="root", field=models.BooleanField(default=True)
        ),
        migrations.RunPython(tell_roots, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="instance",
            name="submission",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="instances",
                to="collect.submission",
            ),
        ),
        migrations.AddConstraint(
            model_name="instance",
            constraint=models.UniqueConstraint(
                fields=("submission", "instance_id", "sha256"), name="one_instance_per_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="instance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("root", False)),
                fields=("questionnaire", "instance_id", "sha256"),
                name="one_edit_per_text",
            ),
        ),
    ]
