# Recorded incidents: the categories of police.uk.

kind-anti-social-behaviour = Anti-social behaviour
kind-bicycle-theft = Bicycle theft
kind-burglary = Burglary
kind-criminal-damage = Criminal damage and arson
kind-drugs = Drugs
kind-other-crime = Other crime
kind-other-theft = Other theft
kind-weapons = Possession of weapons
kind-public-order = Public order
kind-robbery = Robbery
kind-shoplifting = Shoplifting
kind-theft-from-person = Theft from the person
kind-vehicle-crime = Vehicle crime
kind-violence = Violence and sexual offences
kind-not-stated = Not stated
