"""People and teams as Django keeps them; what SCIM makes of them is django-scim2's."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django_scim.models import AbstractSCIMGroupMixin, AbstractSCIMUserMixin


class Team(AbstractSCIMGroupMixin, models.Model):
    name = models.CharField(max_length=254, unique=True)


class Person(AbstractSCIMUserMixin, AbstractUser):
    groups = models.ManyToManyField(Team, related_name="user_set", blank=True)

    @property
    def scim_groups(self):
        return self.groups
